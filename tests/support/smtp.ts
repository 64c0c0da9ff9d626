import { createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

/** A mail server on this machine, as RFC 5321 has it, which keeps what it takes. */
export type Mail = { readonly from: string; readonly to: readonly string[]; readonly data: string };
export type Manner = "takes" | "later" | "never" | "not-now-anybody" | "hangs-up";

export async function startMailServer() {
  const taken: Mail[] = [];
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  let manner: Manner = "takes";

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => undefined);
    socket.setEncoding("utf8");
    const say = (line: string) => socket.write(`${line}\r\n`);
    let [from, to, lines] = ["", [] as string[], null as string[] | null];
    let rest = "";
    const command = (line: string): void => {
      heard.push(line);
      const verb = line.slice(0, 4).toUpperCase();
      if (manner === "hangs-up" && verb === "MAIL") socket.destroy();
      else if (verb === "EHLO") say("250 SIZE 1000000");
      else if (verb === "MAIL") {
        from = /<(.*)>/.exec(line)![1]!;
        say("250 yes");
      } else if (verb === "RCPT") {
        if (manner === "later") return void say("451 <somebody@there.example> try again later");
        if (manner === "never") return void say("550 <somebody@there.example> lives here no more");
        to.push(/<(.*)>/.exec(line)![1]!);
        say("250 yes");
      } else if (verb === "DATA") {
        lines = [];
        say("354 go on");
      } else if (verb === "QUIT") {
        say("221 bye");
        socket.end();
      } else say("500 what?");
    };
    socket.on("data", (chunk: string) => {
      const all = (rest + chunk).split("\r\n");
      rest = all.pop()!;
      for (const line of all) {
        if (lines === null) command(line);
        else if (line === ".") {
          taken.push({ from, to, data: lines.map((one) => one.replace(/^\./, "")).join("\r\n") });
          [from, to, lines] = ["", [], null];
          say("250 taken");
        } else lines.push(line);
      }
    });
    say(manner === "not-now-anybody" ? "421 closed for today" : "220 mail.here.example");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    taken,
    /** Every command, as it came. */
    heard,
    behaves(now: Manner): void {
      manner = now;
    },
    close(): Promise<void> {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
