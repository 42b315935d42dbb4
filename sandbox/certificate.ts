import { createPublicKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";

/** A certificate for this machine, signed by itself. */
export interface Certificate {
  /** Private key as PEM. */
  readonly key: string;
  /** The certificate as PEM; it is its own authority, so this is what clients have to trust. */
  readonly cert: string;
}

const objectIds = {
  ecdsaWithSha256: "2a8648ce3d040302",
  commonName: "550403",
  basicConstraints: "551d13",
  subjectAltName: "551d11",
} as const;

/** One DER element: tag, length, content. */
function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const length = Buffer.from(content.length.toString(16).padStart(content.length > 0xff ? 4 : 2, "0"), "hex");
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, content]);
}

const sequence = (...contents: readonly Buffer[]) => der(0x30, ...contents);
const objectId = (id: keyof typeof objectIds) => der(0x06, Buffer.from(objectIds[id], "hex"));
const bitString = (bytes: Buffer) => der(0x03, Buffer.from([0]), bytes);
const text = (tag: number, value: string) => der(tag, Buffer.from(value));

/**
 * Makes a certificate for localhost, 127.0.0.1 and ::1 (X.509 version 3, P-256). No package that is present writes
 * certificates and no other program may be assumed, so the few DER elements it takes are written here.
 *
 * @param commonName tells certificates apart: of two with one name, trusting both would break one of them.
 */
export function createCertificate(commonName = `sandbox-${randomBytes(6).toString("hex")}`): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const algorithm = sequence(objectId("ecdsaWithSha256"));
  const name = sequence(der(0x31, sequence(objectId("commonName"), text(0x0c, commonName))));
  const subjectAltName = sequence(
    text(0x82, "localhost"),
    der(0x87, Buffer.from([127, 0, 0, 1])),
    der(0x87, Buffer.from([...new Array<number>(15).fill(0), 1])),
  );
  const isAuthority = sequence(der(0x01, Buffer.from([0xff])));
  const certificate = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    name,
    sequence(text(0x17, "200101000000Z"), text(0x17, "491231235959Z")),
    name,
    createPublicKey(publicKey).export({ type: "spki", format: "der" }),
    der(
      0xa3,
      sequence(
        sequence(objectId("basicConstraints"), der(0x01, Buffer.from([0xff])), der(0x04, isAuthority)),
        sequence(objectId("subjectAltName"), der(0x04, subjectAltName)),
      ),
    ),
  );
  const signed = sequence(certificate, algorithm, bitString(sign("sha256", certificate, privateKey)));
  const lines = signed.toString("base64").match(/.{1,64}/g) ?? [];
  return { key: privateKey, cert: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n` };
}
