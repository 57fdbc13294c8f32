"""What all public pages share: headers that keep them private, one quiet style, addresses only their owner knows."""

PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}
PAGE_HEADERS = {
    **PRIVATE,
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self';"
    " frame-ancestors 'none'",
}
STYLE = (
    "body{margin:0;background:#f5f5f2;color:#1c2330;font:16px/1.7 Inter,'Hiragino Sans','Noto Sans JP',sans-serif}"
    "main{max-width:34rem;margin:12vh auto;padding:2rem;background:#fff;border:1px solid #e3e3de;border-radius:8px}"
    "h1{font-size:1.4rem;line-height:1.4;margin:0 0 .5rem}p{margin:0 0 1rem}"
    "section+section{margin-top:2rem;color:#5c6474}section+section h1{font-size:1.1rem}"
    "button{font:inherit;font-weight:600;color:#fff;background:#3b4cca;border:0;border-radius:6px;padding:.7rem 1.4rem}"
    "button:focus-visible{outline:3px solid #1c2330;outline-offset:2px}"
)


def masked(address: str) -> str:
    """Enough for the reader to know it, too little for whom the mail was forwarded to."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}***@{domain}"
