/** By this name the gateway is asked whom an account knows. */
export const DIRECTORY_METHOD = "zalouser.directory";
