import type { NextConfig } from "next";

/**
 * Sent with every response, the API's and the files' included. What depends on the request, the content security
 * policy and what only makes sense over https, is `src/proxy.ts`.
 */
const headers = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Origin-Agent-Cluster": "?1",
  "X-DNS-Prefetch-Control": "off",
  "X-Permitted-Cross-Domain-Policies": "none",
  "X-Robots-Tag": "noindex, nofollow, noarchive",
  "Permissions-Policy": [
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media",
    "geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection", "local-fonts", "magnetometer",
    "microphone", "midi", "payment", "screen-wake-lock", "serial", "storage-access", "usb", "window-management", "xr-spatial-tracking",
  ]
    .map((feature) => `${feature}=()`)
    // Passkeys, on our own pages.
    .concat("publickey-credentials-create=(self)", "publickey-credentials-get=(self)")
    .join(", "),
};

const config: NextConfig = {
  agentRules: false,
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: false,
  turbopack: { root: import.meta.dirname },
  // Loaded by Node as they are: each looks for files, workers or native parts beside itself.
  serverExternalPackages: [
    "@aws-sdk/client-kms",
    "exifr",
    "pg-boss",
    "onnxruntime-node",
    "retinaface",
    "@good-i-deer/node-red-contrib-face-detection",
    "sharp",
  ],
  headers: async () => [
    { source: "/:path*", headers: Object.entries(headers).map(([key, value]) => ({ key, value })) },
  ],
};

export default config;
