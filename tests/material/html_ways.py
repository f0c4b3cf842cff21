"""HTML as other programs write it, and the one text that it is, whichever way it comes in."""

#: What it is about: as it comes, as it is stored.
CASES = {
    "a raised figure": (
        "<p>10<sup>6</sup> m<sup>2</sup></p>",
        "<p>10<sup>6</sup> m<sup>2</sup></p>",
    ),
    "a lowered figure": ("<p>H<sub>2</sub>O</p>", "<p>H<sub>2</sub>O</p>"),
    "raised by its look": (
        '<p>10<span style="vertical-align:super;font-size:0.6em">-3</span></p>',
        "<p>10<sup>-3</sup></p>",
    ),
    "tracked changes": (
        "<p>voted <del>21</del><ins>23</ins> to <del datetime='2026'>a</del>9</p>",
        "<p>voted 23 to 9</p>",
    ),
    "struck out": ("<p><strike>21</strike>, <s>22</s>, 23</p>", "<p><s>21</s>, <s>22</s>, 23</p>"),
    "struck out by its look": (
        '<p><span style="text-decoration: line-through">21</span> 23</p>',
        "<p><s>21</s> 23</p>",
    ),
    "hidden words": ('<p>a<span style="display:none">b</span>c</p>', "<p>ac</p>"),
    "a wrapper that is not bold": (
        '<b style="font-weight:normal"><p>a <span style="font-weight:700">b</span></p></b>',
        "<p>a <strong>b</strong></p>",
    ),
    "a heading that is bold": ("<h2><b>Schools</b></h2><p>a</p>", "<h2>Schools</h2><p>a</p>"),
    "cells over two rows": (
        "<table><tr><td rowspan=2>North</td><td>Green</td><td>120</td></tr>"
        "<tr><td>Blue</td><td>90</td></tr></table>",
        "<table><tbody><tr><td>North</td><td>Green</td><td>120</td></tr>"
        "<tr><td></td><td>Blue</td><td>90</td></tr></tbody></table>",
    ),
    "cells over rows and columns": (
        "<table><tr><td>a</td><td rowspan=2 colspan=2>b</td></tr><tr><td>c</td></tr>"
        "<tr><td>d</td><td>e</td><td>f</td></tr></table>",
        "<table><tbody><tr><td>a</td><td>b</td><td></td></tr>"
        "<tr><td>c</td><td></td><td></td></tr>"
        "<tr><td>d</td><td>e</td><td>f</td></tr></tbody></table>",
    ),
    "a head by its look": (
        "<table><tr><td><b>Year</b></td><td><b>Cost</b></td></tr>"
        "<tr><td>2024</td><td>9</td></tr></table>",
        '<table><thead><tr><th scope="col">Year</th><th scope="col">Cost</th></tr></thead>'
        "<tbody><tr><td>2024</td><td>9</td></tr></tbody></table>",
    ),
    "an item with a number": (
        '<ol><li value="7">a</li><li>b</li></ol>',
        '<ol start="7"><li>a</li><li>b</li></ol>',
    ),
    "a number in the middle": (
        '<ol><li>a</li><li value="4">b</li></ol>',
        '<ol><li>a</li></ol><ol start="4"><li>b</li></ol>',
    ),
    "a list that counts down": (
        "<ol reversed><li>a</li><li>b</li></ol>",
        '<ol start="2"><li>a</li></ol><ol><li>b</li></ol>',
    ),
    "a list that begins with 0": (
        '<ol start="0"><li>a</li></ol>',
        '<ol start="0"><li>a</li></ol>',
    ),
    "a list beside its item": (
        "<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>",
        "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
    ),
    "soft ends of lines": ("<p>a\u2028b\u000bc</p>", "<p>a<br>b<br>c</p>"),
    "lines that are kept": (
        '<p style="white-space: pre-wrap">a\nb</p>',
        "<p>a<br>b</p>",
    ),
    "lines of a source": ("<p>a\nb</p>", "<p>a b</p>"),
    "what Google passes on": (
        '<p><a href="https://www.google.com/url?q=https://example.org/real&amp;sa=D">a</a></p>',
        '<p><a href="https://example.org/real">a</a></p>',
    ),
    "what Outlook passes on": (
        "<p><a href='https://eur01.safelinks.protection.outlook.com/"
        "?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1&amp;data=05'>a</a></p>",
        '<p><a href="https://example.org/?a=1">a</a></p>',
    ),
    "what Facebook passes on": (
        '<p><a href="https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2F&amp;h=AT">a</a></p>',
        '<p><a href="https://example.org/">a</a></p>',
    ),
    "what Disqus passes on": (
        "<p><a href='https://disq.us/url?url=https%3A%2F%2Fexample.org%2Fa"
        "%3Aabcdefghijklmnopqrstuvwxy_A&amp;cuid=1'>a</a></p>",
        '<p><a href="https://example.org/a">a</a></p>',
    ),
    "a redirect in a redirect": (
        "<p><a href='https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.google.de"
        "%2Furl%3Fq%3Dhttps%253A%252F%252Fexample.org%252F&amp;data=1'>a</a></p>",
        '<p><a href="https://example.org/">a</a></p>',
    ),
    "a redirect to nothing of the web": (
        '<p><a href="https://www.google.com/url?q=javascript:alert(1)">a</a></p>',
        '<p><a href="https://www.google.com/url?q=javascript:alert(1)">a</a></p>',
    ),
    "a mark that Word sets": ('<p><a href="#_Toc12">a</a></p>', "<p>a</p>"),
    "quoted in a line": ("<p><q>Ferry</q></p>", "<p>“Ferry”</p>"),
    "keys and names of values": (
        "<p><kbd>a</kbd> <var>b</var></p>",
        "<p><code>a</code> <em>b</em></p>",
    ),
    "a fixed space": ("<p>10&nbsp;000 and&nbsp;more</p>", "<p>10&nbsp;000 and more</p>"),
    "scripts and styles": (
        "<p>a</p><script>b</script><style>c</style><p>d</p>",
        "<p>a</p><p>d</p>",
    ),
}
