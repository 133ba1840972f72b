using System.Globalization;
using System.Text;

namespace KServe.Graphs;

/// <summary>The test of a query: a path inside the element, and what it is compared with.</summary>
/// <remarks>Immutable. The rules for each type of value are those of GJSON's queryMatches.</remarks>
internal sealed class ConditionTest
{
    private static readonly byte[] True = "true"u8.ToArray();

    private readonly byte[] _operand;
    private readonly double _number;
    private readonly GlobPattern? _pattern;

    public ConditionTest(
        ConditionStep[]? path,
        ConditionOperator comparison,
        string operand,
        ConditionTilde tilde)
    {
        Path = path;
        Comparison = comparison;
        Tilde = tilde;
        _operand = tilde == ConditionTilde.None ? Encoding.UTF8.GetBytes(operand) : True;

        // What is no number compares as 0, as in GJSON.
        _ = double.TryParse(operand, NumberStyles.Float, CultureInfo.InvariantCulture, out _number);
        _pattern = comparison is ConditionOperator.Like or ConditionOperator.NotLike
            ? GlobPattern.Parse(operand)
            : null;
    }

    /// <summary>Gets the path inside the element; null when the element itself is compared.</summary>
    public ConditionStep[]? Path { get; }

    public ConditionOperator Comparison { get; }

    public ConditionTilde Tilde { get; }

    public bool TestText(ReadOnlySpan<byte> text, ref ConditionBudget budget)
    {
        budget.Spend(1 + (text.Length / 16));
        return _pattern is { } pattern
            ? pattern.IsMatch(text, ref budget) == (Comparison == ConditionOperator.Like)
            : Compare(text.SequenceCompareTo(_operand));
    }

    public bool TestNumber(double value) => Comparison switch
    {
        ConditionOperator.Equal => value == _number,
        ConditionOperator.NotEqual => value != _number,
        ConditionOperator.Less => value < _number,
        ConditionOperator.LessOrEqual => value <= _number,
        ConditionOperator.Greater => value > _number,
        ConditionOperator.GreaterOrEqual => value >= _number,
        _ => false,
    };

    public bool TestBoolean(bool value)
    {
        var isTrue = Is("true"u8);
        var isFalse = Is("false"u8);
        return (Comparison, value) switch
        {
            (ConditionOperator.Equal, true) => isTrue,
            (ConditionOperator.Equal, false) => isFalse,
            (ConditionOperator.NotEqual, true) => !isTrue,
            (ConditionOperator.NotEqual, false) => !isFalse,
            (ConditionOperator.Greater, true) => isFalse,
            (ConditionOperator.GreaterOrEqual, true) => true,
            (ConditionOperator.Less, false) => isTrue,
            (ConditionOperator.LessOrEqual, false) => true,
            _ => false,
        };
    }

    /// <summary>Reads a text as the Booleans that Go's strconv knows, in any letter case.</summary>
    public static bool? ReadBoolean(ReadOnlySpan<byte> text)
    {
        if (Ascii.EqualsIgnoreCase(text, "true"u8) || Ascii.EqualsIgnoreCase(text, "t"u8) || text.SequenceEqual("1"u8))
        {
            return true;
        }

        return Ascii.EqualsIgnoreCase(text, "false"u8) || Ascii.EqualsIgnoreCase(text, "f"u8)
            || text.SequenceEqual("0"u8)
            ? false
            : null;
    }

    private bool Is(ReadOnlySpan<byte> text) => _operand.AsSpan().SequenceEqual(text);

    private bool Compare(int order) => Comparison switch
    {
        ConditionOperator.Equal => order == 0,
        ConditionOperator.NotEqual => order != 0,
        ConditionOperator.Less => order < 0,
        ConditionOperator.LessOrEqual => order <= 0,
        ConditionOperator.Greater => order > 0,
        ConditionOperator.GreaterOrEqual => order >= 0,
        _ => false,
    };
}
