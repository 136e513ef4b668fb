"""A certificate for a test server, signed by an authority that nobody else knows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_LIFE = dt.timedelta(days=2)


def authority(file: Path, name: str = "renkei test authority") -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """An authority of its own, whose certificate is written to ``file`` (PEM)."""
    key = ec.generate_private_key(ec.SECP256R1())
    constraints = x509.BasicConstraints(ca=True, path_length=None)
    own = _builder(name, name, key).add_extension(constraints, critical=True).sign(key, hashes.SHA256())
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(own.public_bytes(serialization.Encoding.PEM))
    return own, key


def encrypted(home: Path) -> dict[str, str]:
    """Settings of ``neo4j.conf`` for a server that takes encrypted and bare connections.

    The authority's certificate is ``certificates/ca.pem`` in ``home``. It vouches for ``localhost``, not for ``127.0.0.1``.
    """
    folder = home / "certificates"
    own, signing = authority(folder / "ca.pem")
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = own.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
    names = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    builder = _builder("renkei test server", str(issuer), key).add_extension(names, critical=False)
    certificate = builder.sign(signing, hashes.SHA256())
    (folder / "public.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "private.key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    policy = "dbms.ssl.policy.bolt."
    return {
        "server.bolt.tls_level": "OPTIONAL",
        f"{policy}enabled": "true",
        f"{policy}base_directory": str(folder),
        f"{policy}private_key": "private.key",
        f"{policy}public_certificate": "public.crt",
        f"{policy}client_auth": "NONE",
    }


def _builder(subject: str, issuer: str, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.UTC)
    named = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in (subject, issuer)]
    return (
        x509.CertificateBuilder()
        .subject_name(named[0])
        .issuer_name(named[1])
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + _LIFE)
    )
