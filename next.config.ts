import type { NextConfig } from "next";

/**
 * Sent with every response, the API's and the files' included. What depends on the request, the content security
 * policy of a page, is `src/proxy.ts`.
 */
const headers = {
  // Over plain http a browser pays no heed to it (RFC 6797, 8.1).
  "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
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

const nowhere = "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** Of what is no page. A script that runs as a worker has its own policy, not its page's. */
const policies = {
  "/api/:path*": `default-src 'none'; ${nowhere}; sandbox`,
  "/_next/static/:path*": `default-src 'self'; ${nowhere}`,
};

const asList = (named: Readonly<Record<string, string>>) => Object.entries(named).map(([key, value]) => ({ key, value }));

const config: NextConfig = {
  agentRules: false,
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: false,
  // Checked with everything else, once (scripts/testing/all.ts).
  typescript: { ignoreBuildErrors: true },
  // Its answer would be the only one without the headers below.
  skipTrailingSlashRedirect: true,
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
    { source: "/:path*", headers: asList(headers) },
    ...Object.entries(policies).map(([source, policy]) => ({
      source,
      headers: asList({ "Content-Security-Policy": policy }),
    })),
  ],
};

export default config;
