namespace ReferralHub.Triage.Language.Scanning;

/// <summary>Figures, with what is written onto them: 6/18, 12.5, 2026-11-20.</summary>
ref partial struct TextScanner
{
    void ReadNumber(Marks before)
    {
        var start = at;
        var quantity = new Quantity { Over = double.NaN };
        quantity.Value = quantity.Low = quantity.High = ReadFigure(out var digits);
        if (Peek(0) == '/' && IsDigit(Peek(1)))
        {
            at++;
            quantity.Over = ReadFigure(out _);
            if (Peek(0) == '/' && IsDigit(Peek(1)))
            {
                at++;
                ReadFigure(out _);
                quantity.IsDate = true;
            }
        }
        else if (
            (Peek(0) is '.' or ':' && IsDigit(Peek(1)))
            || (digits == 4 && Peek(0) == '-' && IsDigit(Peek(1)) && IsDigit(Peek(2)) && Peek(3) == '-')
        )
        {
            while (Peek(0) is '.' or ':' or '-' && IsDigit(Peek(1)))
            {
                at++;
                ReadFigure(out _);
            }

            quantity.IsDate = true;
        }

        ref var token = ref Add(before, start);
        token.Length = at - start;
        token.Quantity = quantities.Count;
        marked.Add(count - 1);
        quantities.Add(quantity);
    }

    double ReadFigure(out int digits)
    {
        var value = 0d;
        for (digits = 0; IsDigit(Peek(0)) || IsThousand(); at++)
            if (Peek(0) != ',' && digits++ < DigitsMax)
                value = (value * 10) + Digit(Peek(0));
        if (Peek(0) is not ('.' or '\u00B7') || !IsDigit(Peek(1)))
            return value;
        at++;
        for (var part = 0.1; IsDigit(Peek(0)); at++, part /= 10)
            value += Digit(Peek(0)) * part;
        return Math.Round(value, 6);
    }

    readonly bool IsThousand() =>
        Peek(0) == ',' && IsDigit(Peek(-1)) && IsDigit(Peek(1)) && IsDigit(Peek(2)) && IsDigit(Peek(3)) && !IsDigit(Peek(4));

    static int Digit(char c) => c <= '9' ? c - '0' : Letters.Plain(c)[0] - '0';
}
