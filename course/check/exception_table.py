"""The exceptions that Python and NumPy raise in students' code, and what each usually comes from.

A row: the exception, a pattern of its text, a pattern of the line of code that it stopped in, the
name of the mistake, and a sentence on it, in which `{0}` is the first group of the text's pattern.
The first row that fits counts. Patterns are of the texts of Python 3.11 to 3.13 and NumPy 2.
"""

from __future__ import annotations

OVERFLOW = "not a number or overflow"
SHAPES = "shapes do not fit"
SHAPES_WHY = "Write the shape of each array in this line next to it: two of them cannot meet."
TRUTH = "one truth value for a whole array"
NUMBER = "number where an array is needed"
LIST = "list where an array is needed"
FLOAT = "float where an integer is needed"
EMPTY = "an empty array"
ARGUMENTS = "wrong number of arguments"
FUNCTION = "function not called"
FUNCTION_WHY = "The name of a function is the function itself: `f` is not `f(x)`."
NONE = "None used as a value"
NONE_WHY = (
    "Something that should give a value here gives None, as a function without `return` does."
)
PAIR = "a pair where an array is wanted"
LAZY = "values only promised"
SEARCHES = (
    "`np.max` and `np.min` search one array; `np.maximum` and `np.minimum` compare two, place by "
    "place."
)


_TRUTH = "truth value of an (?:empty )?array"
_NUMBER = r"(?:int|float|bool|numpy\.(?:u?int|float|bool)\w*)"  # a type's name

ROWS: tuple[tuple[type[BaseException], str, str, str, str], ...] = (
    # truth values
    (ValueError, _TRUTH, r"(?<![\w.])(max|min)\([\w.]*\)", TRUTH,
     "Python's `max` and `min` compare whole rows of a table; `np.max` and `np.min`, with an "
     "axis, look at its entries."),
    (ValueError, _TRUTH, r"(?<![\w.])(max|min)\(", TRUTH,
     "Python's `max` and `min` ask which of two is larger; entry by entry that is `np.maximum` "
     "and `np.minimum`."),
    (ValueError, _TRUTH, r"\b(if|elif|while)\b(?!.*\belse\b)", TRUTH,
     "`if` and `while` want one True or False, and a comparison of an array gives many: "
     "`np.any(...)` or `np.all(...)` makes one of each comparison; to choose entry by entry there "
     "is `np.where`."),
    (ValueError, _TRUTH, r"\b(and|or|not)\b", TRUTH,
     "`and`, `or` and `not` want one True or False; entry by entry that is `&`, `|` and `~`, "
     "with each comparison in brackets."),
    (ValueError, _TRUTH, r"\bif\b", TRUTH,
     "`if` wants one True or False, and an array has many; `np.where` chooses entry by entry."),
    (ValueError, _TRUTH, r"<.*<|>.*>", TRUTH,
     "`a < x < b` holds a hidden `and`, which wants one True or False: write `(a < x) & (x < "
     "b)`."),
    (ValueError, _TRUTH, r"\barange\(\w+\)", "array where an integer is needed",
     "`np.arange` counts to one whole number, such as `len(x)`."),
    (ValueError, _TRUTH, "", TRUTH,
     "`if`, `and` and Python's `max` want one True or False, and an array has many."),
    # operators that bind or mean otherwise
    (TypeError, r"bitwise_xor|operand type\(s\) for \^", r"\^", "`^` instead of `**`",
     "`^` is the exclusive or of whole numbers; a power is written `**`."),
    (TypeError, r"bitwise_(?:and|or)|operand type\(s\) for [&|]",
     r"[<>=].*[&|]|[&|].*[<>=]", "comparison without brackets",
     "`&` and `|` bind closer than `<`: write `(0 < x) & (x < 1)`."),
    (TypeError, r"bitwise_(?:and|or)|'invert' not supported|operand type\(s\) for [&|~]", "",
     "bits of floats",
     "`&`, `|` and `~` combine booleans, as comparisons give them; floats have none."),
    (TypeError, "(?:left|right)_shift", "", "bits of floats",
     "`<<` and `>>` move the bits of whole numbers; floats have none."),
    (TypeError, "boolean (?:subtract|negative)", "", "booleans where numbers are needed",
     "True and False cannot be subtracted; `.astype(float)` makes 1.0 and 0.0 of them."),
    # calls
    (TypeError, r"'(?:axis|keepdims)' is an invalid keyword argument for (?:sum|max|min)",
     "", "Python's function instead of NumPy's",
     "Python's own `sum`, `max` and `min` know no axis; `np.sum`, `np.max` and `np.min` do."),
    (TypeError, r"(?:[vhd]|column_)stack\(\) takes|(?:stack|concatenate)\(\) got multiple values",
     "", "brackets missing around several arrays",
     "Arrays that are joined are handed over as one list: `np.vstack([a, b])`."),
    (TypeError, r"unexpected keyword argument '(\w+)'", "", ARGUMENTS,
     "The function that is called has no argument `{0}`: it is spelled otherwise, or belongs "
     "to another function."),
    (TypeError, r"append\(\) takes exactly one argument", "", ARGUMENTS,
     "`append` takes one thing; a pair has brackets of its own: `append((a, b))`."),
    (TypeError, r"(?:positional|keyword|required|values for) argument|takes \w+ \d+ arguments?",
     "", ARGUMENTS,
     "A function was called with more or fewer arguments than its first line names."),
    (TypeError, "only integer scalar|interpreted as an integer|did not return an iterable|"
     "arrays to stack must be", r"(concatenate|stack)\(", "brackets missing around several arrays",
     "Arrays that are joined are handed over as one list: `np.concatenate([a, b])`."),
    (TypeError, "Cannot interpret '.*' as a data type",
     "", "brackets missing around several numbers",
     "Several numbers are handed over as one thing: `np.zeros((2, 3))`, `np.array([1, 2])`, "
     "`x.mean(axis=(0, 1))`."),
    (TypeError, "return arrays must be of ArrayType|'out' must be an array", "", ARGUMENTS,
     "The second argument of such a function is where the result goes; `np.log` has no base, "
     "and `np.maximum` takes two."),
    (ValueError, "output array is not acceptable", "", ARGUMENTS,
     "The last argument of `np.dot` is where the result goes; what is added comes after it, with "
     "`+`."),
    (TypeError, r"'(?:numpy\.random\._generator\.)?Generator' object is not (?:call|subscr|iter)",
     "", "a generator used as something else",
     "A generator draws by its methods, as `rng.permutation(n)`; does it stand where another "
     "argument belongs?"),
    (TypeError, "'module' object is not callable", "", "a value called like a function",
     "A module is no function; what is called stands in it, behind a point."),
    (TypeError, r"'(?:tuple|numpy\.ndarray)' object is not callable",
     r"\.(shape|T|size)\(", "a value called like a function",
     "`x.shape`, `x.size` and `x.T` stand without round brackets: they are no functions."),
    (TypeError, r"'(?:list|tuple|numpy\.ndarray|str)' object is not callable",
     "", "a value called like a function",
     "Round brackets call a function, square ones take a part; or is a `*` missing, or a "
     "function's name used for a value?"),
    (TypeError, rf"'{_NUMBER}' object is not callable",
     "", "a value called like a function",
     "A number in front of round brackets: is a `*` missing, or a function's name used for a "
     "value?"),
    # numbers, arrays, integers
    (TypeError, "only (?:length-1|0-dimensional|size-1)|must be real number|or a real number, not|"
     "__round__ method|numpy.ndarray.__format",
     "", "array where a number is needed",
     "`int`, `float` and `math` take one number; the functions of NumPy take whole arrays."),
    (ValueError, "only convert an array of size 1", "", "array where a number is needed",
     "`.item()` takes the number out of an array that holds one; this one holds several."),
    (TypeError, r"'(?:numpy\.)?float\d*' object cannot be interpreted as an integer|"
     r"single integer, got '[\d.]+'|integers or slices, not (?:numpy\.)?float",
     "", FLOAT,
     "Shapes, `range` and indices count in whole numbers: `//` divides without a rest, and "
     "`int` cuts it off."),
    (IndexError, r"must be of integer \(or boolean\) type", "", FLOAT,
     "An array that picks entries holds integers or booleans: `.astype(int)` makes integers of "
     "whole numbers."),
    (IndexError, "only integers, slices", r"\[\s*['\"]", "a name as an index",
     "The entries of an array have places, no names; those of a dictionary have names."),
    (IndexError, "only integers, slices", "", FLOAT,
     "An index is a whole number: `//` divides without a rest, and `int` cuts it off."),
    (TypeError, "'tuple' object cannot be interpreted as an integer",
     "", "a shape in brackets too many",
     "Some functions take a shape as one thing, `(2, 3)`, and others as two, `2, 3`."),
    (TypeError, "'(?:list|numpy.ndarray)' object cannot be interpreted|only integer scalar",
     r"\brange\(", "array where an integer is needed",
     "`range` counts to one whole number, such as `len(x)` or `x.shape[0]`."),
    (TypeError, "'(?:list|numpy.ndarray)' object cannot be interpreted|only integer scalar",
     r"\bnp\.a?(?:max|min)\(", "an array in the place of the axis",
     SEARCHES),
    (TypeError, "'(?:list|numpy.ndarray)' object cannot be interpreted|only integer scalar",
     r"\bnp\.(\w+)\(", "array where an integer is needed",
     "Such a function of NumPy looks at one array; in the second place stands an axis, a "
     "whole number."),
    (TypeError, "'(?:list|numpy.ndarray)' object cannot be interpreted|only integer scalar",
     "", "array where an integer is needed",
     "An array stands where one whole number is needed: an index of a list, a count, or an axis, "
     "as in the second place of `np.max`."),
    (TypeError, "(?:list|tuple) indices must be integers or slices, not tuple", "", LIST,
     "A list takes one index, and only an array two: `np.array(...)` makes one of it."),
    (TypeError, "(?:list|tuple|string) indices must be integers", "", "a name as an index",
     "The parts of a list or a tuple have places, no names; those of a dictionary have names."),
    (IndexError, "invalid index to scalar variable", "", NUMBER,
     "One index too many: what is left of the array is a single number, which has no parts."),
    (TypeError, rf"'{_NUMBER}' object is not iterable|iteration over a 0-d array",
     r"\bin\b", NUMBER,
     "`for` goes through several things, and a single number is not several; `range(n)` counts "
     "to n."),
    (TypeError, rf"'{_NUMBER}' object is not iterable|iteration over a 0-d array|"
     rf"must be an iterable, not {_NUMBER}|non-iterable {_NUMBER}",
     "", NUMBER,
     "Several things are gone through or taken apart here, and a single number is not several."),
    (TypeError, rf"'{_NUMBER}' has no len|unsized object", "", NUMBER,
     "A single number has no length."),
    (TypeError, rf"'{_NUMBER}' object (?:is not subscriptable|does not support item)",
     "", NUMBER,
     "A single number has no parts: `np.asarray(x)` makes an array of either."),
    (AttributeError, r"'bool' object has no attribute '(\w+)'", "", NUMBER,
     "Two lists, or two numbers, are equal as a whole and give one True or False; arrays are "
     "compared entry by entry."),
    (AttributeError, r"'(?:int|float)' object has no attribute '(\w+)'", "", NUMBER,
     "A plain number has no `{0}`: `np.asarray(x)` makes an array of it."),
    (TypeError, "'tuple' object does not support item assignment", "", "a tuple changed in place",
     "A tuple stays as it is; make a new one, or a list."),
    (TypeError, "unhashable type", "", "an array used as a key",
     "Keys of a dictionary and members of a set are numbers or text, no arrays and no lists."),
    (TypeError, "multiply sequence by non-int of type '(?:int|float|list|numpy)", "", LIST,
     "`*` repeats a list or a tuple, neither of which calculates: take a pair such as `(w, b)` "
     "apart first; of a list of numbers `np.array(...)` makes an array."),
    (AttributeError, r"'list' object has no attribute '(\w+)'", "", LIST,
     "A list has no `{0}`; `np.array(...)` makes an array of it."),
    (AttributeError, "'NoneType' object has no attribute 'append'", "", NONE,
     "`append` changes the list and gives None: `a.append(x)`, not `a = a.append(x)`."),
    # names that are not there
    (AttributeError, r"'(?:numpy\.random\._generator\.)?Generator' object has no attribute",
     "", "a name that the generator does not have",
     "A generator draws with `rng.normal`, `rng.uniform`, `rng.integers` and "
     "`rng.permutation`."),
    (AttributeError, r"module 'numpy\.?\w*' has no attribute '(\w+)'|`np\.(?:\w+)` was removed",
     "", "a name that NumPy does not have",
     "Look it up: it is spelled otherwise, belongs to another module, or is one of an old "
     "NumPy."),
    (AttributeError, r"module '(\w+)' has no attribute", "", "a name that the module does not have",
     "There is nothing of that name in `{0}`."),
    (AttributeError, r"'numpy\.ndarray' object has no attribute '(?:append|extend|insert|pop)'",
     "", "an array used as a list",
     "An array keeps its size; collect in a list and make an array of it at the end."),
    (AttributeError, r"'numpy\.\w+' object has no attribute '(abs|exp|log|sqrt|tanh|maximum|"
     r"minimum|where|concatenate|stack|median|square)'",
     "", "a name that an array does not have",
     "It is a function of NumPy's, and none of the array's: `np.{0}`."),
    (AttributeError, r"'numpy\.\w+' object has no attribute '(\w+)'",
     "", "a name that an array does not have",
     "An array has no `{0}`."),
    (AttributeError, r"'dict' object has no attribute '(\w+)'",
     "", "a dictionary asked with a point",
     'The entries of a dictionary are taken by `d["{0}"]`.'),
    (NameError, r"cannot access (?:local|free) variable '(\w+)'", "", "name not defined",
     "Nothing has given `{0}` a value before it gets here: does that come later, or in an `if` "
     "that was not true?"),
    (NameError, "", "", "name not defined",
     "A slip of the pen, or a cell further up that has not been run."),
    (ModuleNotFoundError, r"No module named '(\w+)", "", "a module that is not installed",
     "There is no `{0}` here; NumPy is all that the exercises need."),
    (KeyError, "", "", "a key that is not there",
     "Nothing is kept under that name."),
    # kinds of numbers
    (TypeError, "Cannot cast ufunc|same_kind", "", "floats written into integers",
     "An array of integers cannot take up floats: `a -= b` writes into it, `a - b` is a new one."),
    (TypeError, r"Cannot cast .*float\d+'\) to dtype\('u?int", "", FLOAT,
     "Whole numbers are counted here: `.astype(int)` makes integers of them."),
    (ValueError, "negative integer powers", "", "integers where floats are needed",
     "Integers have no negative powers; write `10.0` or make the array one of floats."),
    (OverflowError, r"out of bounds for (u?int\d+)", "", OVERFLOW,
     "An array of {0} holds whole numbers up to a bound; make floats of it first."),
    (TypeError, r"np\.sum\(generator\)", "", LAZY,
     "`np.sum` adds up what is in an array; Python's own `sum` goes through a generator."),
    (TypeError, r"loop of ufunc does not support argument|dtype\('O'\)",
     "", "objects instead of numbers",
     "The array holds Python objects, None or rows of unlike lengths among its numbers."),
    (TypeError, r"ufunc .* (?:not supported for the input types|did not contain a loop)|dtype\('<U",
     "", "text where a number is needed",
     "There is text among the numbers; digits in quotation marks do not calculate."),
    (ValueError, "could not convert string|invalid literal for",
     "", "text where a number is needed",
     "This text spells no number."),
    (ValueError, "math domain error|expected a (?:positive|nonnegative) input", "", OVERFLOW,
     "`math.log` has no value at 0 or below, and `math.sqrt` none below 0."),
    (ValueError, "cannot convert float NaN", "", OVERFLOW,
     "A value on the way is no number: 0 was divided by 0, or a large one by another."),
    (OverflowError, "", "", OVERFLOW,
     "A value on the way became too large for a float."),
    (FloatingPointError, "", "", OVERFLOW,
     "A value on the way became too large, or was divided by 0."),
    (ZeroDivisionError, "negative power", "", "division by 0",
     "A negative power of 0 is a division by 0."),
    (ZeroDivisionError, "", "", "division by 0",
     "Python's own numbers cannot be divided by 0; in which case is the divisor 0?"),
    # shapes
    (ValueError, r"axis (-?\d+) is out of bounds for array of dimension 0", "", NUMBER,
     "A single number has no axes."),
    (ValueError, r"axis (-?\d+) is out of bounds for array of dimension 1",
     "", "an axis that is not there",
     "The array has one axis, number 0; what came in is a single row, or another axis was "
     "summed away before."),
    (ValueError, r"axis (-?\d+) is out of bounds for array of dimension",
     "", "an axis that is not there",
     "Axes are counted from 0."),
    (ValueError, "does not have enough dimensions", "", SHAPES,
     "`@` takes arrays: a single number is none, and a function that was not called neither."),
    (ValueError, "values to unpack", r"\bfor\b[^(]*,[^(]*,[^(]*\bin\b.*\benumerate\(",
     "wrong number of parts",
     "`enumerate` gives a number and one thing; a pair in it has brackets of its own: "
     "`i, (a, b)`."),
    (ValueError, "values to unpack", "", "wrong number of parts",
     "`a, b = x` wants one part for each name; of an array the parts are its rows."),
    (ValueError, "read-only", "", "input changed in place",
     "The function tried to write into an array that belongs to its caller."),
    (ValueError, "inhomogeneous", r"\bnp\.a?(?:max|min)\(", "unlike things in one array",
     SEARCHES),
    (ValueError, "inhomogeneous", r"array\(", "unlike things in one array",
     "An array has rows of equal length; what differs in shape stays in a list or a tuple."),
    (ValueError, "inhomogeneous", "", PAIR,
     "Two things in brackets are no array: take them apart first."),
    (ValueError, r"cannot reshape array of size (\d+)", "", SHAPES,
     "A new shape has to hold as many numbers as the old one, {0} here."),
    (ValueError, "same number of dimensions|must have the same shape|must match exactly",
     "", SHAPES,
     "Arrays can only be joined along an axis if all their other axes are of equal length."),
    (ValueError, "einstein|subscripts", "", SHAPES,
     "`einsum` wants one letter for each axis of each array."),
    (ValueError, "zero-dimensional arrays cannot be concatenated", "", NUMBER,
     "Only arrays can be joined; numbers make a new one, by `np.array([a, b])`."),
    (ValueError, r"together with shapes \(\d+,(\d+)\) \(\1,\d+\)", r"(?<!\*)\*(?!\*)",
     "`*` instead of `@`",
     "`*` multiplies entry by entry; the shapes fit for the product of matrices, `@`."),
    (ValueError, r"together with shapes \(\d+,\d+\) \(\d+,1\)",
     r"\[:, (?:None|np\.newaxis)\]|reshape\(-1, 1\)", "a row turned into a column",
     "An array of one axis meets every row as it is; a column needs as many entries as there are "
     "rows."),
    (ValueError, r"together with shapes \((\d+),\d+\) \(\1,\)", r"\.T @", "transposed",
     "The product has {0} rows where it should have columns: is a `.T` too much, or are the "
     "factors in the wrong order?"),
    (ValueError, r"together with shapes (?=.*\((\d+),\)).*\(\1,\d+\)", "", "(N,) instead of (N, 1)",
     "NumPy takes an array of one axis for a row; to meet one row each, its {0} numbers have to "
     "stand in a column."),
    (ValueError, "setting an array element with a sequence", "", SHAPES,
     "Several numbers were put into a place for one: what is written there has an axis more."),
    (ValueError, r"matmul: Input operand 1|\(dim \d+\) != ", "", SHAPES,
     "The first needs as many entries in a row as the second has rows: is a transpose missing, is "
     "their order wrong, or does one of them belong to another layer?"),
    (ValueError, "mismatch|broadcast|not aligned|axes don't match",
     "", SHAPES,
     SHAPES_WHY),
    (ValueError, "boolean array indexing assignment cannot assign", "", SHAPES,
     "On the left the mask picks some entries, on the right stand others: pick them there, too."),
    (IndexError, "boolean index did not match", "", SHAPES,
     "A mask has to have the shape of the array that it picks from."),
    (IndexError, "shape mismatch", "", SHAPES,
     "Two arrays that pick entries together have to be of equal length."),
    (ValueError, "split does not result in an equal division", "", "parts of unequal length",
     "`np.split` makes parts of equal length only; slices such as `x[i : i + n]` may end earlier."),
    (ValueError, "larger sample than population", "", "more drawn than there is",
     "Without putting back, no more can be drawn than there is."),
    (ValueError, "either both or neither of x and y", "", ARGUMENTS,
     "`np.where` takes three things: where, what there, and what elsewhere."),
    (ValueError, "zero-size array|empty sequence|iterable argument is empty", "", EMPTY,
     "There is nothing in it to take the largest or smallest of."),
    (ValueError, "need at least one array", "", EMPTY,
     "There is nothing to join: an input may have no rows."),
    (IndexError, "from an empty|from empty", "", EMPTY,
     "There is nothing left to take."),
    (IndexError, "too many indices for array", "", "index out of range",
     "The array has fewer axes than there are indices: one was summed away, or never there."),
    (IndexError, "tuple index out of range", r"\.shape\[", "index out of range",
     "The array has fewer axes than that: a single row has only `shape[0]`."),
    (IndexError, "list assignment index", "", "a list that does not grow",
     "An index reaches what is there already; `append` puts something new at the end."),
    (IndexError, "", "", "index out of range",
     "The index runs along another axis, or past the end of this one."),
    # the world outside
    (BaseException, "EOF when reading a line|input was called|does not support input",
     "", "asks for `input`",
     "Nobody types while a function is checked; it gets all it needs as its arguments."),
    (OSError, "", "", "files or processes used",
     "What an exercise asks for needs no file, no network and no other process."),
    (MemoryError, "", "", "an array far too large",
     "The memory is full: look at the shapes on the way, where a column met a row."),
    (RecursionError, "", "", "calls itself without end",
     "The function never stops calling itself."),
    (SystemExit, "", "", "exit called",
     "`exit` ends the whole program; `return` ends a function."),
)  # fmt: skip

# What an operation met that it does not know: a type's name in its text, the mistake, a sentence.
# The first type counts that stands in the text at all.
TYPES: tuple[tuple[str, str, str], ...] = (
    ("NoneType", NONE, NONE_WHY),
    ("function", FUNCTION, FUNCTION_WHY),
    ("CallBack", FUNCTION, FUNCTION_WHY),  # a function of a test's, while it is graded
    ("builtin_function_or_method", FUNCTION, "A function that was named but not called: "
     "`a.sum` is not `a.sum()`."),
    ("method", FUNCTION, FUNCTION_WHY),
    ("numpy.ufunc", FUNCTION, "A function that was named but not called: `np.exp` is not "
     "`np.exp(x)`."),
    ("type", FUNCTION, FUNCTION_WHY),
    *(
        (lazy, LAZY, "`zip`, `map` and generators give their values one after another; `list(...)` "
         "holds them all.")
        for lazy in ("generator", "zip", "map", "filter", "enumerate", "reversed", "dict_keys",
                     "dict_values", "dict_items")
    ),
    ("dict", "dictionary where an array is needed", "Its entries are taken by their names, one "
     "by one."),
    ("set", "a set where an array is needed", "A set has no order and no places."),
    ("tuple", PAIR, "Several things in brackets are no array: take them apart first."),
    ("list", LIST, "A list does not calculate: `+` makes it longer, and `*` repeats it. "
     "`np.array(...)` makes an array of it."),
    ("str", "text where a number is needed", "Digits in quotation marks do not calculate."),
    ("complex", "complex instead of real", "On the way a root or a power of a negative number was "
     "taken."),
)  # fmt: skip
