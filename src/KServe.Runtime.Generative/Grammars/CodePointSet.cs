namespace KServe.Runtime.Generative.Grammars;

/// <summary>A set of characters, as ranges of code points without surrogates.</summary>
/// <remarks>Immutable; ranges are in order and apart from each other.</remarks>
internal sealed class CodePointSet
{
    public const int Last = 0x10FFFF;
    private const int FirstSurrogate = 0xD800;
    private const int LastSurrogate = 0xDFFF;

    private CodePointSet(IReadOnlyList<(int Low, int High)> ranges) => Ranges = ranges;

    /// <summary>Gets the ranges, their ends included.</summary>
    public IReadOnlyList<(int Low, int High)> Ranges { get; }

    public static CodePointSet Of(params IEnumerable<(int Low, int High)> ranges)
    {
        List<(int Low, int High)> result = [];
        foreach (var (low, high) in ranges.SelectMany(SplitAtSurrogates).Order())
        {
            if (result.Count > 0 && low <= result[^1].High + 1)
            {
                result[^1] = (result[^1].Low, Math.Max(result[^1].High, high));
            }
            else
            {
                result.Add((low, high));
            }
        }

        return new CodePointSet(result);
    }

    /// <summary>Gets all other characters.</summary>
    public CodePointSet Invert()
    {
        List<(int Low, int High)> result = [];
        var next = 0;
        foreach (var (low, high) in Ranges)
        {
            if (low > next)
            {
                result.Add((next, low - 1));
            }

            next = high + 1;
        }

        if (next <= Last)
        {
            result.Add((next, Last));
        }

        return Of(result);
    }

    private static IEnumerable<(int Low, int High)> SplitAtSurrogates((int Low, int High) range)
    {
        if (range.High < FirstSurrogate || range.Low > LastSurrogate)
        {
            return [range];
        }

        return new[] { (range.Low, High: FirstSurrogate - 1), (Low: LastSurrogate + 1, range.High) }
            .Where(static part => part.Item1 <= part.Item2);
    }
}
