using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Tests.Sklearn.Preprocessing;

/// <summary>Replaces one attribute or list item, anywhere in a description, by another value.</summary>
internal static class DescriptionMutation
{
    /// <summary>Changes a description.</summary>
    /// <returns>What was changed, for the message of a failing test.</returns>
    public static string Apply(object? description, Random random)
    {
        List<(string Name, Action<object?> Set, object? Value)> places = [];
        Collect(description, places, depth: 0);
        var (name, set, value) = places[random.Next(places.Count)];
        var replacement = random.Next(4) == 0
            ? places[random.Next(places.Count)].Value
            : Values[random.Next(Values.Length)](random);
        set(replacement);
        return $"{name} = {Describe(replacement)} instead of {Describe(value)}";
    }

    private static readonly Func<Random, object?>[] Values =
    [
        static _ => null, static _ => -1L, static _ => 0L, static _ => 3L, static _ => 1L << 40, static _ => double.NaN,
        static random => random.NextDouble(), static _ => "text", static _ => "", static _ => true,
        static _ => Described.List(), static _ => Described.Tuple(1L, "a"), static _ => Described.Dictionary(),
        static _ => Described.Doubles(), static _ => Described.Doubles(1, double.NaN, double.PositiveInfinity),
        static _ => Described.Integers(-5, 100_000), static _ => Described.Integers(0, 1, 2, 3),
            static _ => Described.Matrix(1, 1, 5),
        static _ => Described.Matrix(4, 4, new double[16]), static _ => Described.Flags(true, false, true, true),
        static _ => Described.Objects("a", null, 1.5), static _ => new PickleClass("numpy", "float64"),
    ];

    private static void Collect(object? value, List<(string, Action<object?>, object?)> places, int depth)
    {
        if (depth > 8)
        {
            return;
        }

        switch (value)
        {
            case PickleInstance { State: PickleDictionary state } instance:
                foreach (var (key, item) in state.Items.ToArray())
                {
                    places.Add(($"{instance.Type.Name}.{key}", replacement => state.Set(key, replacement), item));
                    Collect(item, places, depth + 1);
                }

                break;
            case PickleDictionary dictionary:
                foreach (var (key, item) in dictionary.Items.Take(5).ToArray())
                {
                    places.Add(($"[{key}]", replacement => dictionary.Set(key, replacement), item));
                    Collect(item, places, depth + 1);
                }

                break;
            case IList<object?> list:
                for (var i = 0; i < list.Count; i++)
                {
                    var index = i;
                    places.Add(($"[{index}]", replacement => list[index] = replacement, list[i]));
                    Collect(list[i], places, depth + 1);
                }

                break;
            default:
                break;
        }
    }

    private static string Describe(object? value) => value switch
    {
        NumpyArray array => $"{array.Type.Kind}[{string.Join(',', array.Shape)}]",
        PickleInstance instance => instance.Type.Name,
        _ => $"{value ?? "None"}",
    };
}
