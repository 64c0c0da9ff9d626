import { Joining } from "./joining";

/** The invitation is in the address's fragment, so only the browser can begin. */
export default function JoinPage() {
  return <Joining />;
}
