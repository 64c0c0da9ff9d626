import { config } from "zod";

// zod would try whether it may compile its schemas, which the content policy forbids and reports as an attack.
config({ jitless: true });
