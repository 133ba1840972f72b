namespace KServe.Runtime.Pmml.Mining;

/// <summary>Finds medians; the numbers are put in order on the way.</summary>
internal static class Medians
{
    public static double Find(Span<double> numbers)
    {
        numbers.Sort();
        var middle = numbers.Length / 2;
        return numbers.Length % 2 == 1 ? numbers[middle] : (numbers[middle - 1] + numbers[middle]) / 2;
    }

    /// <summary>Finds the first number at which half of the weight is reached.</summary>
    public static double Find(Span<double> numbers, ReadOnlySpan<double> weights)
    {
        var order = new int[numbers.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        var values = numbers.ToArray();
        Array.Sort(values, order);
        double total = 0;
        foreach (var weight in weights)
        {
            total += weight;
        }

        double sum = 0;
        for (var i = 0; i < values.Length; i++)
        {
            sum += weights[order[i]];
            if (sum >= total / 2)
            {
                return values[i];
            }
        }

        return values[^1];
    }
}
