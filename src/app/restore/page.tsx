import { ComingBack } from "./coming-back";

/** The token is in the address's fragment, so only the browser can begin. */
export default function RestorePage() {
  return <ComingBack />;
}
