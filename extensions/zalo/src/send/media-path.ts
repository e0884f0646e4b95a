/** Path of all hosted files on the gateway's server, and below the public address. Without a slash at the end. */
export const MEDIA_PATH = "/zalo/media";
