import sharp from "sharp";

export const SECRETS = { owner: "SECRET-OWNER", make: "SECRET-MAKE", serial: "SECRET-SERIAL" };

/**
 * A photograph-like picture with what cameras write into files: place, time, device, owner.
 * @param seed makes one picture unlike another
 */
export async function dirtyJpeg(seed = 1, size: { width: number; height: number } = { width: 320, height: 240 }) {
  const pixels = Buffer.alloc(size.width * size.height * 3);
  for (let i = 0; i < pixels.length; i += 1) pixels[i] = (i * seed * 31 + (i >> 7) * 17 + seed) & 0xff;
  return sharp(pixels, { raw: { ...size, channels: 3 } })
    .blur(3)
    .jpeg({ quality: 85 })
    .withExif({
      IFD0: { Make: SECRETS.make, Model: "Phone 9", Artist: SECRETS.owner, Software: "camera 1.0" },
      IFD2: { DateTimeOriginal: "2026:11:02 06:40:12", OffsetTimeOriginal: "+01:00", BodySerialNumber: SECRETS.serial },
      IFD3: {
        GPSLatitudeRef: "N", GPSLatitude: "50/1 57/1 30/1", GPSLongitudeRef: "E", GPSLongitude: "1/1 51/1 0/1",
      },
    })
    .toBuffer();
}
