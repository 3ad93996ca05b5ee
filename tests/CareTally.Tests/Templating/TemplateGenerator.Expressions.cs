namespace CareTally.Tests.Templating;

/// <summary>The expressions.</summary>
internal sealed partial class TemplateGenerator
{
    private string Expression(Kind kind, int depth)
    {
        // Now and then something of another type, or nothing at all.
        if (Chance(3)) return Any("missing", "missing.attribute", "none", "d.missing", "(1, 'a')", "()", "d.a.b", "true", "[]", "1 if no");
        if (Chance(3)) kind = AnyKind();
        if (depth <= 0 || Chance(15)) return Chance(60) ? Any([.. _names[kind]]) : Literal(kind);
        if (Chance(6)) return $"({Expression(kind, depth - 1)} if {Expression(Kind.Bool, depth - 1)} else {Expression(kind, depth - 1)})";
        if (Chance(3)) return $"({Expression(kind, depth - 1)} {Any("or", "and")} {Expression(kind, depth - 1)})";
        if (Chance(3)) return $"({Any("missing", Expression(kind, depth - 1))} | default({Expression(kind, depth - 1)}{Any("", ", true")}))";
        return kind switch
        {
            Kind.Int => Int(depth - 1),
            Kind.Float => Float(depth - 1),
            Kind.Text => TextOf(depth - 1),
            Kind.Bool => Bool(depth - 1),
            Kind.Ints => Ints(depth - 1),
            Kind.Texts => Texts(depth - 1),
            Kind.Dict => Dict(depth - 1),
            _ => Rows(depth - 1),
        };
    }

    private string Literal(Kind kind) => kind switch
    {
        Kind.Int => Any("0", "1", "-1", "2", "3", "10", "42", "1_000", "0x1f", "0b101", "-7"),
        Kind.Float => Any("0.0", "1.5", "-2.25", "1e3", "1e-7", "3.0", "0.1", "1e16", "123456.789"),
        Kind.Text => Any("''", "'a'", "\"b c\"", "'it\\'s'", "'x,y'", "'Wörld'", "'a\\nb'", "'  pad '", "'%'", "'{}'", "'ABC'", "'12'", "'1.5'", "'😀'"),
        Kind.Bool => Any("true", "false", "True", "False"),
        Kind.Ints => Any("[]", "[1]", "[1, 2, 3]", "[5, -1, 5]", "(4, 2)", "range(3)", "range(5, 0, -2)"),
        Kind.Texts => Any("['a']", "['b', 'A', 'c']", "('x', 'y')", "['', ' ']"),
        Kind.Dict => Any("{}", "{'a': 1}", "{'k': 'v', 'l': [1, 2]}", "{1: 'one', none: 2.5, true: 'yes'}"),
        _ => "rows",
    };

    private string Index() => Any("0", "1", "-1", "2", "7", "-9");

    private string Slice() => Any("1:", ":1", ":-1", "::2", "::-1", "1:3", "-2:", ":", "5:1:-2", "1:9:3", "n:", ":zero");

    private string Loop() => _loops == 0 ? "n" : Any("loop.index", "loop.index0", "loop.length", "loop.revindex", "loop.revindex0", "loop.depth", "loop.cycle(1, 2, 3)", "loop.previtem | default(0)", "loop.nextitem | default(0)");

    private string Int(int depth)
    {
        var (a, b) = (Expression(Kind.Int, depth), Expression(Kind.Int, depth));
        return random.Next(24) switch
        {
            0 or 1 => $"({a} {Any("+", "-", "*")} {b})",
            2 => $"{a} {Any("//", "%")} {b}",
            3 => $"({a} % 5) ** ({b} % 4)",
            4 => $"{Any("-", "+", "- -")}{a}",
            5 => $"{Expression(Any(Kind.Ints, Kind.Texts, Kind.Text, Kind.Dict, Kind.Rows), depth)} | {Any("length", "count")}",
            6 => $"{Expression(Kind.Ints, depth)} | {Any("sum", "max", "min", "first", "last", "sum(start=10)")}",
            7 => $"({Expression(Kind.Ints, depth)})[{Index()}]",
            8 => $"({Expression(Kind.Text, depth)}).{Any("count", "find", "rfind", "index")}({Literal(Kind.Text)})",
            9 => $"{Expression(Any(Kind.Text, Kind.Float, Kind.Bool), depth)} | int{Any("", "(5)", "(base=16)", "(-1, 2)")}",
            10 => $"{a} | abs",
            11 => $"({Expression(Kind.Dict, depth)}).get({Literal(Kind.Text)}, {b})",
            12 => $"{Expression(Kind.Text, depth)} | wordcount",
            13 => $"{Expression(Kind.Float, depth)} | round{Any("", "(0, 'floor')", "(1, 'ceil')")} | int",
            14 or 15 => Loop(),
            16 => $"rows | sum(attribute='n')",
            17 => $"({Expression(Kind.Ints, depth)} | list).{Any("index", "count")}({a})",
            18 => $"({a} ~ {b}) | int",
            19 => $"d{Any(".a", "['a']", ".get('a')", "['q'] | default(3)")}",
            20 => $"{a} - {b} * {Literal(Kind.Int)}",
            21 => $"{a} | {Any("float | int", "string | length", "round", "round(-1)")}",
            22 => $"rows[{Index()}].n",
            _ => $"({a}, {b}) | {Any("max", "min", "sum", "first")}",
        };
    }

    private string Float(int depth)
    {
        var (a, b) = (Expression(Any(Kind.Float, Kind.Int), depth), Expression(Kind.Float, depth));
        return random.Next(9) switch
        {
            0 => $"({a} / {b})",
            1 => $"({a} {Any("+", "-", "*")} {b})",
            2 => $"({b} {Any("//", "%")} {a})",
            3 => $"{Expression(Any(Kind.Text, Kind.Int), depth)} | float{Any("", "(1.5)")}",
            4 => $"{b} | round({Any("0", "1", "2", "3, 'floor'", "1, 'ceil'", "-1")})",
            5 => $"{b} | abs",
            6 => $"-{b}",
            7 => $"{Literal(Kind.Float)} ** {Any("2", "3", "-1")}",
            _ => $"[{a}, {b}] | {Any("max", "min", "sum")}",
        };
    }

    private string TextOf(int depth)
    {
        var (a, b) = (Expression(Kind.Text, depth), Expression(Kind.Text, depth));
        var number = Expression(Kind.Int, depth);
        var small = Any("0", "3", "8", "12");
        return random.Next(36) switch
        {
            0 or 1 or 2 => $"({a} ~ {Any(b, Expression(AnyKind(), depth))})",
            3 => $"({a} + {b})",
            4 or 5 => $"{a} | {Any("upper", "lower", "capitalize", "title", "trim", "reverse", "string", "first", "last", "safe | lower")}",
            6 => $"{a} | replace({Literal(Kind.Text)}, {b}{Any("", ", 1")})",
            7 => $"({a})[{Slice()}]",
            8 => $"({a})[{Index()}]",
            9 or 10 => $"({a}).{Any("upper", "lower", "strip", "lstrip", "rstrip", "title", "capitalize", "swapcase", "casefold")}()",
            11 => $"({a}).replace({Literal(Kind.Text)}, {Literal(Kind.Text)})",
            12 => $"({a}).{Any("strip", "lstrip", "rstrip")}({Any("'a'", "' ,'", "'HW'")})",
            13 => $"({a}).{Any("split", "rsplit")}({Any("", "','", "' ', 1", "'l'")})[{Any("0", "-1")}]",
            14 => $"{Expression(Any(Kind.Texts, Kind.Ints), depth)} | join({Any("", "', '", b)})",
            15 => $"({a}).join({Expression(Kind.Texts, depth)})",
            16 => $"'{Any("%s-%05d", "%r|%d", "%-8s|%+d", "%5.2s|%x", "%s %o", "%s%%%s")}' % ({a}, {number})",
            17 => $"'{Any("%.2f", "%e", "%g", "%8.3f", "%+.0f", "%s", "%r")}' | format({Expression(Kind.Float, depth)})",
            18 => $"'{Any("{}/{:>6}", "{1}{0}", "{0!r:>8}{1}", "{:x}|{}", "{:,}|{:^9}", "{:+d}{:*<5}", "{:05d}:{:.2}")}'.format({number}, {a})",
            19 => $"'{Any("{:.2f}", "{:e}", "{:g}", "{:10.3f}|", "{:+.1f}", "{:%}", "{}")}'.format({Expression(Kind.Float, depth)})",
            20 => $"'{Any("{a}-{b}", "{b:>5}{a!r}", "{d[a]}{rows[0][n]}")}'.format(a={number}, b={a}, d=d, rows=rows)",
            21 => $"{a} | center({small})",
            22 => $"({a}).{Any("ljust", "rjust", "center", "zfill")}({small})",
            23 => $"{a} | indent({Any("2", "1, true", "3, false, true", "width=2, first=true")})",
            24 => $"{a} | truncate({Any("5", "8, true", "8, false, '!'", "5, true, '', 0")})",
            25 => $"{Expression(AnyKind(), depth)} | string",
            26 => $"({a}).{Any("partition", "rpartition")}({Any("','", "'l'", "'zz'")})[{Any("0", "1", "2")}]",
            27 => $"{a} | urlencode",
            28 => $"({a} * {Any("0", "2", "3")})",
            29 => $"{Expression(Kind.Texts, depth)} | {Any("first", "last", "max", "min", "sort | first")}",
            30 => $"({a}).{Any("removeprefix('He')", "removesuffix('d')", "expandtabs(4)", "splitlines() | join('|')")}",
            31 => $"rows[{Index()}]{Any(".name", "['name']", " | attr('name')")}",
            32 => $"rows | map(attribute='name') | join({Literal(Kind.Text)})",
            33 => $"{a} {b}".Length > 60 ? a : $"'x' {Any("'y'", "\"z\"")}",
            34 => $"{Expression(Kind.Dict, depth)} | tojson | length",
            _ => $"{Expression(AnyKind(), depth)} | list | string",
        };
    }

    private string Bool(int depth)
    {
        var kind = Any(Kind.Int, Kind.Float, Kind.Text, Kind.Ints, Kind.Dict);
        var (a, b) = (Expression(kind, depth), Expression(kind, depth));
        return random.Next(16) switch
        {
            0 or 1 => $"{a} {Any("==", "!=")} {Any(b, Expression(AnyKind(), depth))}",
            2 or 3 => $"({a}) {Any("<", "<=", ">", ">=")} ({b})",
            4 => $"({Expression(Kind.Int, depth)}) < ({Expression(Kind.Int, depth)}) <= ({Expression(Kind.Int, depth)})",
            5 => $"{Expression(Kind.Text, depth)} {Any("in", "not in")} ({Expression(Any(Kind.Text, Kind.Texts, Kind.Dict), depth)})",
            6 => $"({Expression(Kind.Int, depth)}) {Any("in", "not in")} ({Expression(Kind.Ints, depth)})",
            7 => $"not {Expression(Any(Kind.Bool, AnyKind()), depth)}",
            8 => $"({Expression(Kind.Bool, depth)} {Any("and", "or")} {Expression(Kind.Bool, depth)})",
            9 or 10 => $"({Expression(AnyKind(), depth)}) is {Any("", "not ")}{Any("none", "string", "number", "mapping", "iterable", "sequence", "boolean", "integer", "float", "defined", "undefined", "true", "false", "callable")}",
            11 => $"({Expression(Kind.Int, depth)}) is {Any("odd", "even", "divisibleby(3)", "divisibleby 2", "eq 3", "ne(3)", "gt 2", "lessthan(4)", "in [1, 2, 3]", "equalto(7)", "ge(2)", "le 9")}",
            12 => $"({Expression(Kind.Text, depth)}) is {Any("lower", "upper", "eq('a')", "in(['a', 'b'])", "sameas 'a'")}",
            13 => $"({Expression(Kind.Text, depth)}).{Any("startswith('H')", "endswith(('d', 'a'))", "isdigit()", "isalpha()", "isupper()", "islower()", "isspace()", "isalnum()", "istitle()")}",
            14 => $"{Any("missing", "d.a", "d.q", "n", "rows[9]")} is {Any("defined", "undefined", "not defined")}",
            _ => _loops == 0 ? "yes" : Any("loop.first", "loop.last", "loop.changed(n)"),
        };
    }

    private string Ints(int depth)
    {
        var a = Expression(Kind.Ints, depth);
        return random.Next(15) switch
        {
            0 or 1 => $"[{Expression(Kind.Int, depth)}, {Expression(Kind.Int, depth)}{Any("", ",")}]",
            2 => $"range({random.Next(-3, 6)}{Any("", $", {random.Next(-3, 9)}", $", {random.Next(-3, 9)}, {Any("2", "-1", "3")}")}) | list",
            3 => $"{a} | sort{Any("", "(reverse=true)", "(true)")}",
            4 => $"{a} | unique | list",
            5 => $"({a})[{Slice()}]",
            6 => $"({a} + {Expression(Kind.Ints, depth)})",
            7 => $"{a} | reverse | list",
            8 => $"{a} | map({Any("'abs'", "'string'", "'float'", "'int'", "'default', 1")}) | list",
            9 => $"{a} | {Any("select('odd')", "reject('even')", "select('gt', 1)", "select('in', [1, 2])", "select", "reject('none')")} | list",
            10 => $"{a} | {Any("batch(2)", "batch(2, 0)", "slice(2)", "slice(3, 'x')")} | list",
            11 => $"rows | map(attribute={Any("'n'", "'name'", "'q', default=0")}) | list",
            12 => $"({a} * {Any("0", "1", "2")})",
            13 => $"(({Expression(Kind.Dict, depth)}).values() | list)",
            _ => $"zip({a}, {Expression(Kind.Texts, depth)}) | list",
        };
    }

    private string Texts(int depth)
    {
        var a = Expression(Kind.Texts, depth);
        return random.Next(13) switch
        {
            0 => $"[{Expression(Kind.Text, depth)}, {Expression(Kind.Text, depth)}]",
            1 => $"({Expression(Kind.Text, depth)}).{Any("split(',')", "split()", "rsplit(' ', 1)", "splitlines()", "split('l', 2)", "splitlines(true)")}",
            2 => $"{Expression(Kind.Text, depth)} | list",
            3 => $"{a} | map({Any("'upper'", "'replace', 'a', 'b'", "'length'", "'first'", "'trim'", "'capitalize'")}) | list",
            4 => $"{a} | sort{Any("", "(true)", "(case_sensitive=true)")}",
            5 => $"{Expression(Kind.Dict, depth)} | {Any("list", "dictsort | map('first') | list", "items | list", "dictsort(by='key', reverse=true)", "dictsort(true)")}",
            6 => $"({Expression(Kind.Dict, depth)}).{Any("keys() | list", "items() | list", "keys()", "values()", "items()")}",
            7 => $"{a} | unique{Any("", "(true)")} | list",
            8 => $"({a})[{Slice()}]",
            9 => $"{a} | {Any("select('lower')", "reject('in', ['a'])", "select('string')", "reject('eq', 'fig')")} | list",
            10 => $"{a} | groupby({Any("0", "'length'")}) | list | length",
            11 => $"rows | map(attribute='name') | {Any("list", "sort", "map('upper') | list")}",
            _ => $"({a} + {Expression(Kind.Texts, depth)})",
        };
    }

    private string Dict(int depth) => random.Next(6) switch
    {
        0 or 1 => $"{{{Literal(Kind.Text)}: {Expression(AnyKind(), depth)}, {Any("'k'", "1", "n", "none", "'a'")}: {Expression(AnyKind(), depth)}}}",
        2 => $"dict({Any($"a={Expression(AnyKind(), depth)}", $"d, b={Expression(AnyKind(), depth)}", $"[('p', {Expression(AnyKind(), depth)})]")})",
        3 => "d.copy()",
        4 => $"dict(zip({Expression(Kind.Texts, depth)}, {Expression(Kind.Ints, depth)}))",
        _ => Any("rows[0]", "rows | first", "rows | last", "rows | sort(attribute='n') | first", "rows | min(attribute='n')"),
    };

    private string Rows(int depth) => Any(
        $"rows | selectattr('n', '{Any(">", "eq", "le", "in")}', {Any("2", "3", "[1]")}) | list",
        "rows | selectattr('flag') | list",
        $"rows | rejectattr('{Any("flag", "missing")}') | list",
        $"rows | sort(attribute='{Any("n", "name", "n,name", "missing")}'{Any("", ", reverse=true")})",
        $"rows | groupby('{Any("n", "flag", "name")}'{Any("", ", default=1")}) | {Any("list", "map('first') | list", "map(attribute='grouper') | list", "length")}",
        "rows | unique(attribute='n') | list",
        $"rows[{Slice()}]",
        $"[{Expression(Kind.Dict, depth)}]");
}
