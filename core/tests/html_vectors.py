"""HTML that asks a renderer to fetch something: each way a page can reach a network or a disk.

`{trap}` is a server on the loopback that counts what it is asked, `{host}` its host and port,
`{folder}` a folder with secret.txt, img.png and local.css.
"""

SVG_IN_DATA = (
    "data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 width=%2220%22 "
    "height=%2220%22%3E"
    "%3Cimage href=%22{trap}/inner.png%22 width=%229%22 height=%229%22/%3E%3C/svg%3E"
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">'

VECTORS = {
    "image": '<img src="{trap}/a.png">',
    "image behind a redirect": '<img src="{trap}/redir.png">',
    "stylesheet": '<link rel=stylesheet href="{trap}/a.css">',
    "import in a style": "<style>@import url({trap}/b.css)</style>",
    "font": (
        "<style>@font-face{{font-family:x;src:url({trap}/font.ttf)}} "
        "p{{font-family:x}}</style><p>x</p>"
    ),
    "background": '<div style="background:url({trap}/bg.png);width:9px;height:9px">x</div>',
    "list bullet": '<ul style="list-style-image:url({trap}/li.png)"><li>x</ul>',
    "object": '<object data="{trap}/obj.png"></object>',
    "embed": '<embed src="{trap}/emb.png">',
    "attachment": '<link rel=attachment href="{trap}/internal">',
    "attached file": '<link rel=attachment href="file://{folder}/secret.txt">',
    "link that attaches a file": '<a rel=attachment href="file://{folder}/secret.txt">x</a>',
    "attachment redirected to a file": '<a rel=attachment href="{trap}/redir-file">x</a>',
    "image on disk": '<img src="file://{folder}/img.png">',
    "stylesheet on disk": '<link rel=stylesheet href="file://{folder}/local.css"><p>x</p>',
    "svg in data with an image": f'<img src="{SVG_IN_DATA}">',
    "inline svg with an image": SVG
    + '<image href="{trap}/inline.png" width="9" height="9"/></svg>',
    "inline svg with use": SVG + '<use href="{trap}/use.svg#a"/></svg>',
    "generated content": "<style>p::before{{content:url({trap}/content.png)}}</style><p>x</p>",
    "relative image and base": '<base href="{trap}/"><img src="rel.png">',
    "ftp": '<img src="ftp://{host}/x.png">',
    "frame": '<iframe src="{trap}/frame"></iframe>',
    "refresh": '<meta http-equiv=refresh content="0;url={trap}/meta">',
    "script": '<script src="{trap}/s.js"></script>',
    "video poster": '<video poster="{trap}/poster.png"></video>',
}
