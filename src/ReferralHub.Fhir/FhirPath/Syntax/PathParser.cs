using ReferralHub.Fhir.FhirPath.Values;

namespace ReferralHub.Fhir.FhirPath.Syntax;

/// <summary>Reads an expression by precedence (FHIRPath N1, "Operator Precedence").</summary>
sealed class PathParser
{
    /// <summary>Deepest nesting, so that an expression cannot use up the stack.</summary>
    public const int DepthMax = 100;

    /// <summary>Longest expression, in characters.</summary>
    public const int CharactersMax = 20_000;

    /// <summary>Most tokens; a chain of steps nests as deep as it is long.</summary>
    public const int TokensMax = 2_000;

    /// <summary>Binary operators from the loosest to the tightest.</summary>
    static readonly string[][] Levels =
    [
        ["implies"],
        ["or", "xor"],
        ["and"],
        ["in", "contains"],
        ["=", "~", "!=", "!~"],
        ["<", "<=", ">", ">="],
        ["|"],
        ["is", "as"],
        ["+", "-", "&"],
        ["*", "/", "div", "mod"],
    ];

    readonly List<PathToken> tokens;
    int at;
    int depth;

    PathParser(List<PathToken> tokens) => this.tokens = tokens;

    PathToken Current => tokens[at];

    public static PathSyntax Parse(string expression)
    {
        if (expression.Length > CharactersMax)
            throw new PathException(
                FormattableString.Invariant($"The expression is longer than {CharactersMax:N0} characters."),
                CharactersMax
            );
        var parser = new PathParser(new PathLexer(expression).Read());
        if (parser.tokens.Count > TokensMax)
            throw new PathException(
                FormattableString.Invariant($"The expression has more than {TokensMax:N0} words and symbols."),
                parser.tokens[TokensMax].Position
            );
        if (parser.Current.Kind == TokenKind.End)
            throw new PathException("The expression is empty.", 0);
        var syntax = parser.Binary(0);
        if (parser.Current.Kind != TokenKind.End)
            throw Unexpected(parser.Current, "an operator or the end");
        return syntax;
    }

    PathSyntax Binary(int level)
    {
        if (level == Levels.Length)
            return Unary();
        Deeper();
        var left = Binary(level + 1);
        while (OperatorOf(level) is { } name)
        {
            var position = Current.Position;
            at++;
            left = name is "is" or "as"
                ? new TypeSyntax(position, name, left, Type())
                : new BinarySyntax(position, name, left, Binary(level + 1));
        }

        depth--;
        return left;
    }

    void Deeper()
    {
        if (++depth > DepthMax * Levels.Length)
            throw new PathException($"The expression is nested more than {DepthMax} deep.", Current.Position);
    }

    string? OperatorOf(int level) =>
        Current.Kind is TokenKind.Symbol or TokenKind.Word && Levels[level].Contains(Current.Text) ? Current.Text : null;

    PathSyntax Unary()
    {
        if (!Current.Is("+") && !Current.Is("-"))
            return Postfix();
        Deeper();
        var sign = Current;
        at++;
        var operand = Unary();
        depth--;
        return new UnarySyntax(sign.Position, sign.Text, operand);
    }

    PathSyntax Postfix()
    {
        var syntax = Term();
        while (true)
        {
            if (Current.Is("."))
            {
                at++;
                syntax = Invocation(syntax);
            }
            else if (Current.Is("["))
            {
                var position = Current.Position;
                at++;
                var index = Binary(0);
                Expect("]");
                syntax = new IndexerSyntax(position, syntax, index);
            }
            else
                return syntax;
        }
    }

    PathSyntax Term()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Text or TokenKind.Time:
                at++;
                return new LiteralSyntax(token.Position, token.Value);
            case TokenKind.Number:
                at++;
                return new LiteralSyntax(token.Position, Quantity(token.Value!));
            case TokenKind.Word when token.Text is "true" or "false":
                at++;
                return new LiteralSyntax(token.Position, token.Text == "true");
            case TokenKind.Word or TokenKind.QuotedWord:
                return Invocation(null);
        }

        if (token.Text.StartsWith('$'))
            return Invocation(null);
        at++;
        switch (token.Text)
        {
            case "(" when token.Kind == TokenKind.Symbol:
                var inner = Binary(0);
                Expect(")");
                return inner;
            case "{" when token.Kind == TokenKind.Symbol:
                Expect("}");
                return new LiteralSyntax(token.Position, null);
            case "%" when token.Kind == TokenKind.Symbol && Current.Kind is TokenKind.Word or TokenKind.QuotedWord or TokenKind.Text:
                at++;
                return new ConstantSyntax(token.Position, tokens[at - 1].Text);
            default:
                throw Unexpected(token, "a value, an element or a function");
        }
    }

    /// <summary>A number may be followed by a unit: <c>4 'mg'</c>, <c>18 weeks</c>.</summary>
    object Quantity(object number)
    {
        var isUnit = Current.Kind == TokenKind.Text || (Current.Kind == TokenKind.Word && CalendarUnit.Find(Current.Text) is not null);
        if (!isUnit)
            return number;
        at++;
        return new PathQuantity(
            Convert.ToDecimal(number, System.Globalization.CultureInfo.InvariantCulture),
            tokens[at - 1].Text,
            tokens[at - 1].Kind == TokenKind.Word
        );
    }

    PathSyntax Invocation(PathSyntax? target)
    {
        var token = Current;
        at++;
        if (token.Kind == TokenKind.Symbol && token.Text.StartsWith('$'))
            return target is null
                ? new SpecialSyntax(token.Position, token.Text[1..])
                : throw new PathException($"{token.Text} cannot follow a full stop.", token.Position);
        if (token.Kind is not (TokenKind.Word or TokenKind.QuotedWord))
            throw Unexpected(token, "the name of an element or function");
        if (!Current.Is("("))
            return new MemberSyntax(token.Position, target, token.Text);
        at++;
        var arguments = new List<PathSyntax>();
        while (!Current.Is(")"))
        {
            if (arguments.Count > 0)
                Expect(",");
            arguments.Add(Binary(0));
        }

        at++;
        return new CallSyntax(token.Position, target, token.Text, arguments);
    }

    TypeName Type()
    {
        var first = Name();
        if (
            !Current.Is(".")
            || tokens[at + 1].Kind is not (TokenKind.Word or TokenKind.QuotedWord)
            || tokens[at + 2].Is("(")
            || first is not ("FHIR" or "System")
        )
            return new(null, first);
        at++;
        return new(first, Name());
    }

    string Name()
    {
        if (Current.Kind is not (TokenKind.Word or TokenKind.QuotedWord))
            throw Unexpected(Current, "the name of a type");
        at++;
        return tokens[at - 1].Text;
    }

    void Expect(string symbol)
    {
        if (!Current.Is(symbol))
            throw Unexpected(Current, $"\"{symbol}\"");
        at++;
    }

    static PathException Unexpected(PathToken token, string wanted) =>
        new(
            token.Kind == TokenKind.End
                ? $"The expression ends where {wanted} should stand."
                : $"Here should stand {wanted}, not \"{token.Text}\".",
            token.Position
        );
}
