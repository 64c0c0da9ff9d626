import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import type { Root } from "~/server/trpc/root";

export type Outputs = inferRouterOutputs<Root>;
export type Inputs = inferRouterInputs<Root>;
