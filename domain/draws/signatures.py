"""What is known of the signature with which a beacon's round was published."""

from domain.terms import Term


class BeaconSignature(Term):
    VERIFIED = "VERIFIED", "签名已用信标链公钥验证", "Verified with the public key of the chain"
    FALSE = "FALSE", "签名与信标链公钥不符", "Not made with the key of the chain"
    NOT_CHECKED = "NOT_CHECKED", "签名未验证", "Not checked"
