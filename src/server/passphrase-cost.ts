/** Of Argon2id for a passphrase: RFC 9106's second choice for memory, 64 MiB and three passes; one lane, about 130 ms. */
export const passphraseCost = { memoryCost: 64 * 1024, timeCost: 3, parallelism: 1 };
