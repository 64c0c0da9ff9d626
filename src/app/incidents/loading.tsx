import { Loading } from "~/components/loading";

export default function Waiting() {
  return <Loading rows={3} />;
}
