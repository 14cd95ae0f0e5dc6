using System.Globalization;
using System.Text;
using ReferralHub.Fhir.FhirPath.Values;

namespace ReferralHub.Fhir.FhirPath.Syntax;

/// <summary>Cuts an expression into tokens (FHIRPath N1, grammar).</summary>
sealed class PathLexer(string source)
{
    static readonly string[] Symbols =
    [
        "<=",
        ">=",
        "!=",
        "!~",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ".",
        ",",
        "+",
        "-",
        "*",
        "/",
        "&",
        "|",
        "<",
        ">",
        "=",
        "~",
        "%",
    ];
    int at;

    public List<PathToken> Read()
    {
        var tokens = new List<PathToken>();
        while (true)
        {
            SkipBlanks();
            var token = at >= source.Length ? new PathToken(TokenKind.End, at, "") : Next();
            tokens.Add(token);
            if (token.Kind == TokenKind.End)
                return tokens;
        }
    }

    void SkipBlanks()
    {
        while (at < source.Length)
        {
            if (char.IsWhiteSpace(source[at]))
                at++;
            else if (Starts("//"))
                at = source.IndexOfAny(['\n', '\r'], at) is var end and >= 0 ? end : source.Length;
            else if (Starts("/*"))
            {
                var end = source.IndexOf("*/", at + 2, StringComparison.Ordinal);
                if (end < 0)
                    throw new PathException("The comment that starts here has no end; close it with */.", at);
                at = end + 2;
            }
            else
                return;
        }
    }

    PathToken Next()
    {
        var start = at;
        var c = source[at];
        if (char.IsAsciiLetter(c) || c == '_')
            return new(TokenKind.Word, start, Word());
        if (char.IsAsciiDigit(c))
            return Number(start);
        if (c == '\'')
            return Quoted(TokenKind.Text, '\'', start);
        if (c == '`')
            return Quoted(TokenKind.QuotedWord, '`', start);
        if (c == '@')
            return Time(start);
        if (c == '$')
        {
            at++;
            var name = Word();
            return name is "this" or "index" or "total"
                ? new(TokenKind.Symbol, start, $"${name}")
                : throw new PathException("After $ there may be this, index or total.", start);
        }

        foreach (var symbol in Symbols)
        {
            if (!Starts(symbol))
                continue;
            at += symbol.Length;
            return new(TokenKind.Symbol, start, symbol);
        }

        throw new PathException(
            c == '"' ? "Text is written in single quotes, as in 'text'." : $"The character {c} has no meaning here.",
            at
        );
    }

    string Word()
    {
        var start = at;
        while (at < source.Length && (char.IsAsciiLetterOrDigit(source[at]) || source[at] == '_'))
            at++;
        return source[start..at];
    }

    PathToken Number(int start)
    {
        Digits(int.MaxValue);
        var isDecimal = at + 1 < source.Length && source[at] == '.' && char.IsAsciiDigit(source[at + 1]);
        if (isDecimal)
        {
            at++;
            Digits(int.MaxValue);
        }

        var text = source[start..at];
        if (!isDecimal && int.TryParse(text, CultureInfo.InvariantCulture, out var whole))
            return new(TokenKind.Number, start, text, (long)whole);
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return new(TokenKind.Number, start, text, number);
        throw new PathException("The number is too large; decimals have at most 28 digits.", start);
    }

    PathToken Quoted(TokenKind kind, char quote, int start)
    {
        var text = new StringBuilder();
        for (at++; at < source.Length && source[at] != quote; at++)
        {
            if (source[at] == '\\')
                text.Append(Escape());
            else
                text.Append(source[at]);
        }

        if (at >= source.Length)
            throw new PathException($"The {(quote == '`' ? "name" : "text")} that starts here has no closing {quote}.", start);
        at++;
        if (kind == TokenKind.QuotedWord && text.Length == 0)
            throw new PathException("A name cannot be empty.", start);
        return new(kind, start, text.ToString(), text.ToString());
    }

    char Escape()
    {
        var start = at++;
        var c = at < source.Length ? source[at] : '\0';
        switch (c)
        {
            case '\'' or '"' or '`' or '\\' or '/':
                return c;
            case 'r':
                return '\r';
            case 'n':
                return '\n';
            case 't':
                return '\t';
            case 'f':
                return '\f';
            case 'u'
                when at + 4 < source.Length
                    && ushort.TryParse(
                        source.AsSpan(at + 1, 4),
                        NumberStyles.AllowHexSpecifier,
                        CultureInfo.InvariantCulture,
                        out var code
                    ):
                at += 4;
                return (char)code;
            default:
                throw new PathException(
                    @"This escape is not known; there are \' \"" \` \\ \/ \r \n \t \f and \u with four hexadecimal digits.",
                    start
                );
        }
    }

    /// <summary><c>@2026</c>, <c>@2026-11T</c>, <c>@2026-11-25T10:00:00+01:00</c>, <c>@T10:00</c>.</summary>
    PathToken Time(int start)
    {
        at++;
        var from = at;
        var isTime = at < source.Length && source[at] == 'T';
        if (isTime)
            at++;
        else
        {
            Exactly(4, start);
            Follow('-', 2);
            if (at - from == 7)
                Follow('-', 2);
        }

        var isDateTime = !isTime && at < source.Length && source[at] == 'T';
        if (isDateTime)
            at++;
        if (isTime)
            Exactly(2, start);
        if (isTime || (isDateTime && Digits(2) == 2))
            ClockTail(withZone: isDateTime);
        var text = source[from..at];
        var value =
            isTime ? PathTime.ParseTime(text.AsSpan(1))
            : isDateTime ? PathTime.ParseDateTime(text)
            : PathTime.ParseDate(text);
        return new(TokenKind.Time, start, text, value ?? throw new PathException("There is no such date or time.", start));
    }

    void ClockTail(bool withZone)
    {
        if (Follow(':', 2) && Follow(':', 2) && at + 1 < source.Length && source[at] == '.' && char.IsAsciiDigit(source[at + 1]))
        {
            at++;
            Digits(int.MaxValue);
        }

        if (!withZone || at >= source.Length)
            return;
        if (source[at] == 'Z')
            at++;
        else if (at + 5 < source.Length && source[at] is '+' or '-' && source[at + 3] == ':')
            at += 6;
    }

    /// <summary>Takes the separator and the digits after it, when both are there.</summary>
    bool Follow(char separator, int digits)
    {
        if (at + digits >= source.Length || source[at] != separator)
            return false;
        for (var i = 1; i <= digits; i++)
            if (!char.IsAsciiDigit(source[at + i]))
                return false;
        at += digits + 1;
        return true;
    }

    void Exactly(int digits, int start)
    {
        if (Digits(digits) != digits)
            throw new PathException("After @ there must be a date such as 2026-11-25, or T and a time such as T10:30.", start);
    }

    int Digits(int max)
    {
        var start = at;
        while (at < source.Length && at - start < max && char.IsAsciiDigit(source[at]))
            at++;
        return at - start;
    }

    bool Starts(string text) => string.CompareOrdinal(source, at, text, 0, text.Length) == 0;
}
