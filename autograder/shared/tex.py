r"""Which commands of TeX a student's formulas may have, and how all others lose their meaning.

What is not listed is not known to be harmless: links, styles, colours, macros, boxes of any size.
"""

import re

_COMMANDS = """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu
    nu xi omicron pi varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega
    Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
    hbar ell imath jmath Re Im wp aleph nabla partial infty emptyset varnothing
    forall exists nexists neg lnot prime dagger ddagger star ast circ bullet top bot angle square
    times cdot div pm mp oplus ominus otimes odot setminus cup cap sqcup sqcap vee wedge lor land
    bigcup bigcap bigvee bigwedge bigoplus bigotimes sum prod coprod int iint oint
    le leq ge geq ne neq ll gg lt gt equiv sim simeq approx cong propto doteq asymp prec succ
    in notin ni subset subseteq supset supseteq mid nmid parallel perp vdash models colon
    to gets mapsto leftarrow rightarrow leftrightarrow Leftarrow Rightarrow Leftrightarrow
    longrightarrow longleftarrow longmapsto Longrightarrow Longleftrightarrow implies iff
    uparrow downarrow updownarrow hookrightarrow rightharpoonup leadsto
    arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min
    Pr sec sin sinh sup tan tanh arccos arcsin arctan bmod mod pmod operatorname limits nolimits
    frac dfrac tfrac cfrac binom dbinom tbinom sqrt over choose atop stackrel overset underset
    overline underline overbrace underbrace hat widehat bar vec tilde widetilde dot ddot check acute
    grave breve overrightarrow overleftarrow not substack boxed
    left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm
    lbrace rbrace lbrack rbrack langle rangle lvert rvert lVert rVert vert Vert lfloor rfloor
    lceil rceil backslash
    dots ldots cdots vdots ddots dotsc dotsb quad qquad
    text textrm textit textbf texttt textsf mathrm mathit mathbf mathsf mathtt mathcal mathbb
    mathfrak mathscr boldsymbol bm rm it bf displaystyle textstyle scriptstyle
    hline tag notag nonumber n r t
"""
_ENVIRONMENTS = """
    matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix cases array aligned gathered split
    align align* equation equation* gather gather* multline multline* eqnarray eqnarray*
"""
COMMANDS, ENVIRONMENTS = frozenset(_COMMANDS.split()), frozenset(_ENVIRONMENTS.split())

# Where formulas may begin: what stands before is prose, and a backslash in it is one.
_BEGINS = re.compile(r"\$|\\(?:[(\[]|(?:begin|eqref|ref)(?![A-Za-z]))")
_COMMAND = re.compile(r"\\([A-Za-z]++)(?:\{([A-Za-z]{1,20}+\*?)\})?")
# Lines may not be as far apart as somebody likes.
_APART = re.compile(r"\\\\(?=[*\s]*+\[\s*+[-+]?[\d.,]++\s*+(?:em|ex|p[tcx]|[cm]m|in|mu)\s*+\])")


def literal(text: str) -> str:
    """Markdown whose formulas have no commands but those listed; a space follows other backslashes.

    A text without formulas stays as it is.
    """
    found = _BEGINS.search(text)
    if found is None:
        return text
    start = found.start()
    return text[:start] + _COMMAND.sub(_allowed, _APART.sub(r"\\\\{}", text[start:]))


def _allowed(found: re.Match[str]) -> str:
    name, environment = found.groups()
    known = environment in ENVIRONMENTS if name in ("begin", "end") else name in COMMANDS
    return found[0] if known else f"\\ {found[0][1:]}"
