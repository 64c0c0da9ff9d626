import type { MetadataRoute } from "next";

/** Lets a phone keep the app on its home screen, under a name that tells a stranger nothing of what is in it. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: "Vouchsafe",
    short_name: "Vouchsafe",
    start_url: "/",
    display: "standalone",
    background_color: "#f5f3ec",
    theme_color: "#0d4a4d",
    icons: [{ src: "/icon.svg", type: "image/svg+xml", sizes: "any" }],
  };
}
