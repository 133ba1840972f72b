namespace KServe.Runtime.Generative.Templates.Values;

/// <summary>The operators of template expressions, which are those of Python.</summary>
internal static class PythonOperators
{
    /// <summary>Tells whether a value counts as true.</summary>
    public static bool Truth(object? value) => value switch
    {
        null or Undefined => false,
        bool flag => flag,
        long number => number != 0,
        double number => number != 0,
        string text => text.Length > 0,
        TemplateList list => list.Items.Count > 0,
        TemplateMap map => map.Count > 0,
        _ => true,
    };

    /// <summary>Gets the name of a value's type, for errors.</summary>
    public static string TypeName(object? value) => value switch
    {
        null => "none",
        Undefined undefined => $"'{undefined.Name}', which is undefined",
        bool => "a boolean",
        long => "an integer",
        double => "a float",
        string => "a string",
        TemplateList list => list.IsTuple ? "a tuple" : "a list",
        TemplateMap => "a dictionary",
        TemplateFunction => "a function",
        _ => "an object",
    };

    /// <summary>Tells whether two values are equal.</summary>
    public static bool AreEqual(RenderContext context, object? left, object? right)
    {
        context.Enter();
        if (IsNumber(left) && IsNumber(right))
        {
            return left is double || right is double
                ? ToDouble(left) == ToDouble(right)
                : ToInteger(left) == ToInteger(right);
        }

        return (left, right) switch
        {
            (null, null) or (Undefined, Undefined) => true,
            (string a, string b) => string.Equals(a, b, StringComparison.Ordinal),
            (TemplateList a, TemplateList b) => a.IsTuple == b.IsTuple && a.Items.Count == b.Items.Count
                && a.Items.Zip(b.Items).All(pair => AreEqual(context, pair.First, pair.Second)),
            (TemplateMap a, TemplateMap b) => a.Count == b.Count && a.Entries.All(entry =>
                b.TryGet(entry.Key, out var other) && AreEqual(context, entry.Value, other)),
            _ => ReferenceEquals(left, right) && left is not null,
        };
    }

    /// <summary>Orders two values.</summary>
    public static int Compare(RenderContext context, object? left, object? right)
    {
        context.Enter();
        if (IsNumber(left) && IsNumber(right))
        {
            return left is double || right is double
                ? ToDouble(left).CompareTo(ToDouble(right))
                : ToInteger(left).CompareTo(ToInteger(right));
        }

        if (left is string a && right is string b)
        {
            return string.CompareOrdinal(a, b);
        }

        if (left is TemplateList first && right is TemplateList second)
        {
            for (var i = 0; i < Math.Min(first.Items.Count, second.Items.Count); i++)
            {
                var order = Compare(context, first.Items[i], second.Items[i]);
                if (order != 0)
                {
                    return order;
                }
            }

            return first.Items.Count.CompareTo(second.Items.Count);
        }

        throw context.Error($"{TypeName(left)} and {TypeName(right)} cannot be ordered");
    }

    /// <summary>Tells whether a value holds another.</summary>
    public static bool Contains(RenderContext context, object? container, object? item) => container switch
    {
        string text when item is string part => text.Contains(part, StringComparison.Ordinal),
        TemplateList list => list.Items.Any(other => AreEqual(context, other, item)),
        TemplateMap map => item is string key && map.TryGet(key, out _),
        Undefined => false,
        _ => throw context.Error($"{TypeName(container)} cannot hold {TypeName(item)}"),
    };

    /// <summary>Gets the values that a loop goes over.</summary>
    public static IReadOnlyList<object?> Iterate(RenderContext context, object? value)
    {
        switch (value)
        {
            case TemplateList list:
                return list.Items;
            case TemplateMap map:
                return [.. map.Entries.Select(entry => (object?)entry.Key)];
            case Undefined:
                return [];
            case string text:
                context.Step(text.Length);
                return [.. text.EnumerateRunes().Select(rune => (object?)rune.ToString())];
            default:
                throw context.Error($"{TypeName(value)} cannot be gone over");
        }
    }

    /// <summary>Gets the length of a value.</summary>
    public static long Length(RenderContext context, object? value) => value switch
    {
        string text => Tokenization.Text.CodePoints.Count(text),
        TemplateList list => list.Items.Count,
        TemplateMap map => map.Count,
        Undefined => 0,
        _ => throw context.Error($"{TypeName(value)} has no length"),
    };

    /// <summary>Tells whether a value is a number, which booleans are.</summary>
    public static bool IsNumber(object? value) => value is long or double or bool;

    /// <summary>Gets a number as an integer.</summary>
    public static long ToInteger(object? value) => value is bool flag ? (flag ? 1 : 0) : (long)value!;

    /// <summary>Gets a number as a float.</summary>
    public static double ToDouble(object? value) => value is double number ? number : ToInteger(value);

    /// <summary>Applies an arithmetic operator.</summary>
    public static object? Arithmetic(RenderContext context, string symbol, object? left, object? right)
    {
        try
        {
            return IsNumber(left) && IsNumber(right)
                ? Numbers(context, symbol, left, right)
                : Sequences(context, symbol, left, right);
        }
        catch (OverflowException)
        {
            throw context.Error($"the result of {symbol} is too large");
        }
    }

    private static object Numbers(RenderContext context, string symbol, object? left, object? right)
    {
        var isFloat = left is double || right is double || symbol == "/";
        if (symbol is "/" or "//" or "%" && ToDouble(right) == 0)
        {
            throw context.Error("division by zero");
        }

        if (isFloat)
        {
            var (a, b) = (ToDouble(left), ToDouble(right));
            return symbol switch
            {
                "+" => (object)(a + b),
                "-" => a - b,
                "*" => a * b,
                "/" => a / b,
                "//" => Math.Floor(a / b),
                "%" => a - (Math.Floor(a / b) * b),
                _ => Math.Pow(a, b),
            };
        }

        var (x, y) = (ToInteger(left), ToInteger(right));
        return symbol switch
        {
            "+" => (object)checked(x + y),
            "-" => checked(x - y),
            "*" => checked(x * y),
            "//" => checked((x / y) - (x % y != 0 && (x < 0) != (y < 0) ? 1 : 0)),
            "%" => y == -1 ? 0L : ((x % y) + y) % y,
            _ => y >= 0 ? (object)Power(x, y) : Math.Pow(x, y),
        };
    }

    private static long Power(long value, long exponent)
    {
        var result = 1L;
        while (exponent > 0)
        {
            if ((exponent & 1) != 0)
            {
                result = checked(result * value);
            }

            exponent >>= 1;
            value = exponent > 0 ? checked(value * value) : value;
        }

        return result;
    }

    private static object Sequences(RenderContext context, string symbol, object? left, object? right)
    {
        switch (symbol, left, right)
        {
            case ("+", string a, string b):
                context.Make(a.Length + (long)b.Length);
                return a + b;
            case ("+", TemplateList a, TemplateList b) when a.IsTuple == b.IsTuple:
                context.Make(a.Items.Count + (long)b.Items.Count);
                return new TemplateList([.. a.Items, .. b.Items], a.IsTuple);
            case ("*", string text, long count):
                return Repeat(context, text, count);
            case ("*", long count, string text):
                return Repeat(context, text, count);
            default:
                throw context.Error($"{symbol} cannot be applied to {TypeName(left)} and {TypeName(right)}");
        }
    }

    private static string Repeat(RenderContext context, string text, long count)
    {
        count = Math.Max(0, count);
        context.Make(count > int.MaxValue ? long.MaxValue : text.Length * count);
        return string.Concat(Enumerable.Repeat(text, (int)count));
    }
}
