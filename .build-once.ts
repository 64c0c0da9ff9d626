import { buildWeb } from "./scripts/launch/build";
void buildWeb().then(() => console.log("built"), (e: unknown) => { console.error(e); process.exitCode = 1; });
