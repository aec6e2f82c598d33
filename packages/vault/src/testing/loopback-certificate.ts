/** A self-signed certificate for 127.0.0.1 and its key: public on purpose, worth nothing anywhere else. Ends in 2126. */
export const loopbackCertificate = {
  certificate: `-----BEGIN CERTIFICATE-----
MIIBrTCCAVKgAwIBAgIUQk5WNNhP/aFs/8Jyelh15NemngcwCgYIKoZIzj0EAwIw
IjEgMB4GA1UEAwwXb3JkZXJwb3J0IGxvb3BiYWNrIHRlc3QwIBcNMjYxMTIyMTYy
MTU0WhgPMjEyNjEwMjkxNjIxNTRaMCIxIDAeBgNVBAMMF29yZGVycG9ydCBsb29w
YmFjayB0ZXN0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEzx+XDMoZMCK7Hf67
x1kjcZaa+gOtslFjrcHKUG8JIuZmn65G8VYch6iWuEu4zSX52kXqrBnZn7A+Uq2K
+0vNtaNkMGIwHQYDVR0OBBYEFOwFrj0/jQo73CL+6T4TeXecM/jgMB8GA1UdIwQY
MBaAFOwFrj0/jQo73CL+6T4TeXecM/jgMA8GA1UdEwEB/wQFMAMBAf8wDwYDVR0R
BAgwBocEfwAAATAKBggqhkjOPQQDAgNJADBGAiEA02Lihhl3bHxDI32gtJHHVDm7
A1wot8aGe/PTrba7gk4CIQDsdt2oRuCvGR9xyoD20/iQw6i2tKimd6w/c5lg10YO
7Q==
-----END CERTIFICATE-----`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgiiZsqA7Nm/WtCxIq
/LFOQowu6Ds6A9Sw1iWO8ssm1KqhRANCAATPH5cMyhkwIrsd/rvHWSNxlpr6A62y
UWOtwcpQbwki5mafrkbxVhyHqJa4S7jNJfnaReqsGdmfsD5SrYr7S821
-----END PRIVATE KEY-----`,
}
