import { redirect } from "next/navigation";
import type { Role } from "~/domain/roles";
import { me } from "~/trpc/server";

const home: Record<Role, string> = {
  documenter: "/incidents",
  reviewer: "/incidents",
  steward: "/members",
  auditor: "/ledger",
  candidate: "/course",
};

export default async function Home() {
  const member = await me();
  redirect(member ? home[member.role] : "/sign-in");
}
