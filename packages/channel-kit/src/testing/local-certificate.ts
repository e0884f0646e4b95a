/**
 * A certificate for 127.0.0.1 and zalo.test that signs itself, valid until 2126, with its key: public, worth
 * nothing, and trusted only by tests that say so.
 */
export const LOCAL_CERTIFICATE = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIUfKCalfRdpiGqfYOEO3JzpC3rsnkwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTEwNDkzOVoYDzIxMjYxMDI4
MTA0OTM5WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQe8UOsaIpADM9bdVpgi6VqSaUl4s1S0YR8gZ48D/d/O4WpIiqeeih9
l2a9OydPHKxrZJFembiiLy3PVBYKf9mko28wbTAdBgNVHQ4EFgQUIkqFLSPM5GyJ
8wAtUYkUjVZ9EVMwHwYDVR0jBBgwFoAUIkqFLSPM5GyJ8wAtUYkUjVZ9EVMwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARhwR/AAABggl6YWxvLnRlc3QwCgYIKoZI
zj0EAwIDSQAwRgIhANlHVNVjI0fStm4FroRfHxiFaNjGur5MlSrdjXyXWWvLAiEA
zEQyyGXbuecI1depsSb4wC8iLQtTa1rWsJWvl/pLXrE=
-----END CERTIFICATE-----
`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg1pigbkC4SHvqjPgr
1d0vl6s8NAuFzRaYFzeebtxNby6hRANCAAQe8UOsaIpADM9bdVpgi6VqSaUl4s1S
0YR8gZ48D/d/O4WpIiqeeih9l2a9OydPHKxrZJFembiiLy3PVBYKf9mk
-----END PRIVATE KEY-----
`,
};
