using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Functions;

/// <summary>Functions of any number of numbers; missing ones do not count.</summary>
internal static class StatisticFunctions
{
    public static Dictionary<string, BuiltInFunction> All { get; } = new(StringComparer.Ordinal)
    {
        ["min"] = Fold(static numbers => numbers.Min(), isKindKept: true),
        ["max"] = Fold(static numbers => numbers.Max(), isKindKept: true),
        ["sum"] = Fold(static numbers => numbers.Sum(), isKindKept: true),
        ["avg"] = Fold(static numbers => numbers.Sum() / numbers.Count, isKindKept: false),
        ["product"] = Fold(static numbers => numbers.Aggregate(1.0, static (x, y) => x * y), isKindKept: true),
        ["median"] = Fold(GetMedian, isKindKept: false),
    };

    private static BuiltInFunction Fold(Func<List<double>, double> body, bool isKindKept) => new(
        1,
        int.MaxValue,
        arguments =>
        {
            var numbers = new List<double>(arguments.Length);
            var isWhole = isKindKept;
            foreach (var argument in arguments)
            {
                if (argument.IsNumber)
                {
                    numbers.Add(argument.Number);
                    isWhole &= argument.Kind == PmmlKind.Integer;
                }
            }

            if (numbers.Count == 0)
            {
                return default;
            }

            var result = body(numbers);
            return isWhole ? PmmlValue.FromInteger(result) : PmmlValue.FromReal(result);
        },
        IsMissingTolerated: true);

    private static double GetMedian(List<double> numbers)
    {
        numbers.Sort();
        var middle = numbers.Count / 2;
        return numbers.Count % 2 == 1 ? numbers[middle] : (numbers[middle - 1] + numbers[middle]) / 2;
    }
}
