/** `npm run code -- <authenticator key>`: the six-digit code of this half minute, for who has no authenticator at hand. */
import { generate } from "otplib";

const [key] = process.argv.slice(2);
if (key === undefined) {
  console.error("Which key? npm run code -- <authenticator key>");
  process.exitCode = 1;
} else {
  console.log(await generate({ secret: key }));
}
