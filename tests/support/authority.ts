import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/**
 * An authority for time stamps as stock `openssl` makes one, with keys of the moment: a root, an authority between, and a signer, and signers
 * that should not be one. It answers what it is asked, and signs whatever it is told to.
 */
export type Authority = ReturnType<typeof makeAuthority>;

const config = (folder: string) => `
[req]
distinguished_name = dn
prompt = no
[dn]
CN = unused
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[last-ca]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[tsa]
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
[not-critical]
extendedKeyUsage = timeStamping
[more-uses]
extendedKeyUsage = critical, timeStamping, codeSigning
[no-use]
keyUsage = critical, digitalSignature
[enciphers]
extendedKeyUsage = critical, timeStamping
keyUsage = critical, keyEncipherment
[signs-too]
extendedKeyUsage = critical, timeStamping
keyUsage = critical, digitalSignature, keyEncipherment
[signs]
extendedKeyUsage = critical, timeStamping
keyUsage = critical, digitalSignature, nonRepudiation
subjectAltName = URI:https://time.example/tsa
[odd]
extendedKeyUsage = critical, timeStamping
1.2.3.4.5 = critical, ASN1:NULL
[ts]
default_tsa = t
[t]
serial = ${folder}/serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1, millisecs:500
ordering = yes
tsa_name = yes
ess_cert_id_alg = sha256
ess_cert_id_chain = no
[older]
serial = ${folder}/serial
crypto_device = builtin
signer_digest = sha512
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha1
ess_cert_id_chain = yes
`;

/** Of its signers: which section says what they are for, and by whom they are issued. */
const signers = {
  tsa: ["tsa", "between"],
  "not-critical": ["not-critical", "between"],
  "more-uses": ["more-uses", "between"],
  "no-use": ["no-use", "between"],
  enciphers: ["enciphers", "between"],
  "signs-too": ["signs-too", "between"],
  signs: ["signs", "between"],
  odd: ["odd", "between"],
  // By a key that only signs times.
  nested: ["tsa", "tsa"],
  // Its issuer may issue signers and no further issuers.
  deep: ["tsa", "too-many"],
  rsa: ["tsa", "between"],
  short: ["tsa", "between"],
} as const;
const ec = ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
const keys: Partial<Record<string, readonly string[]>> = { rsa: ["rsa:2048"], short: ["rsa:1024"] };
export type SignerName = keyof typeof signers;

export function makeAuthority(name: string) {
  const folder = mkdtempSync(path.join(tmpdir(), "authority-"));
  const at = (file: string) => path.join(folder, file);
  const openssl = (...args: string[]): Buffer => execFileSync("openssl", args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  writeFileSync(at("cnf"), config(folder));
  writeFileSync(at("serial"), "01\n");

  const certify = (who: string, section: string, issuer: string | null) => {
    openssl(
      "req", "-x509", "-new", "-newkey", ...(keys[who] ?? ec), "-nodes", "-config", at("cnf"), "-extensions", section, "-subj", `/CN=${name} ${who}`,
      "-days", "3650", "-keyout", at(`${who}.key`), "-out", at(`${who}.pem`), ...(issuer === null ? [] : ["-CA", at(`${issuer}.pem`), "-CAkey", at(`${issuer}.key`)]),
    );
  };
  certify("root", "ca", null);
  certify("between", "last-ca", "root");
  certify("tsa", "tsa", "between");
  const signer = (who: SignerName) => ["-signer", at(`${who}.pem`), "-inkey", at(`${who}.key`)];
  writeFileSync(at("chain.pem"), readFileSync(at("between.pem")));

  return {
    pem: readFileSync(at("root.pem"), "utf8"),
    /** Everybody who signs besides `tsa`, before what they sign is said: nobody signs what was before them. */
    employ(): void {
      certify("too-many", "ca", "between");
      for (const [who, [section, issuer]] of Object.entries(signers)) if (who !== "tsa") certify(who, section, issuer);
      for (const who of ["left", "right"]) certify(who, "ca", null);
      certify("lost", "tsa", "left");
      writeFileSync(at("chain.pem"), ["between", "too-many"].map((who) => readFileSync(at(`${who}.pem`), "utf8")).join(""));
    },
    /** As the authority answers; `older` names all that it brings along, as was usual before. */
    answer(request: Uint8Array, section: "t" | "older" = "t", brought: "chain" | "between" = "chain"): Buffer {
      writeFileSync(at("query"), request);
      openssl("ts", "-reply", "-config", at("cnf"), "-section", section, "-queryfile", at("query"), ...signer("tsa"), "-chain", at(`${brought}.pem`), "-out", at("answer"));
      return readFileSync(at("answer"));
    },
    /** The one between once more, for a day. */
    brief(): string {
      openssl(
        "req", "-x509", "-new", "-key", at("between.key"), "-config", at("cnf"), "-extensions", "last-ca", "-subj", `/CN=${name} between`, "-days", "1",
        "-CA", at("root.pem"), "-CAkey", at("root.key"), "-out", at("brief.pem"),
      );
      return readFileSync(at("brief.pem"), "utf8");
    },
    /** A token around these bytes, whatever they say. */
    sign(statement: Uint8Array, who: SignerName = "tsa", ...rest: readonly string[]): Buffer {
      writeFileSync(at("statement"), statement);
      return openssl(
        "cms", "-sign", "-binary", "-nodetach", "-outform", "DER", "-econtent_type", "1.2.840.113549.1.9.16.1.4", "-md", "sha256", ...signer(who),
        "-certfile", at("chain.pem"), "-in", at("statement"), ...(rest.length > 0 ? rest : ["-cades"]),
      );
    },
    /** The same by somebody whose two issuers issued one another, and nobody else them. */
    signInCircle(statement: Uint8Array): Buffer {
      for (const [who, by] of [["left", "right"], ["right", "left"]] as const)
        openssl(
          "req", "-x509", "-new", "-key", at(`${who}.key`), "-config", at("cnf"), "-extensions", "ca", "-subj", `/CN=${name} ${who}`, "-days", "3650",
          "-CA", at(`${by}.pem`), "-CAkey", at(`${by}.key`), "-out", at(`${who}-by-${by}.pem`),
        );
      writeFileSync(at("circle.pem"), ["left-by-right", "right-by-left"].map((file) => readFileSync(at(`${file}.pem`), "utf8")).join(""));
      writeFileSync(at("statement"), statement);
      return openssl(
        "cms", "-sign", "-binary", "-nodetach", "-outform", "DER", "-econtent_type", "1.2.840.113549.1.9.16.1.4", "-md", "sha256", "-cades",
        "-signer", at("lost.pem"), "-inkey", at("lost.key"), "-certfile", at("circle.pem"), "-in", at("statement"),
      );
    },
    /** What stock `openssl ts -verify` says of a token, with the root alone. */
    verifies(token: Uint8Array, data: Uint8Array, root: string): boolean {
      writeFileSync(at("token"), token);
      writeFileSync(at("data"), data);
      writeFileSync(at("trusted"), root);
      try {
        return /^Verification: OK$/m.test(openssl("ts", "-verify", "-token_in", "-in", at("token"), "-data", at("data"), "-CAfile", at("trusted")).toString());
      } catch {
        return false;
      }
    },
    close: () => rmSync(folder, { recursive: true }),
  };
}
