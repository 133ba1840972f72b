using System.Globalization;

namespace KServe.Detectors;

/// <summary>Reads a table of numbers from lines with commas, whose first line holds names.</summary>
internal static class CsvNumbers
{
    public static (double[] Values, IReadOnlyList<string> Names) Read(IEnumerable<string> lines, string source)
    {
        string[]? names = null;
        List<double> values = [];
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            if (names is null)
            {
                names = [.. line.Split(',').Select(static name => name.Trim().Trim('"'))];
            }
            else
            {
                Add(values, line, names.Length, number, source);
            }
        }

        return (
            [.. values],
            names ?? throw ReferenceData.Wrong(source, "a first line with the names of the columns was expected"));
    }

    private static void Add(List<double> values, string line, int columns, int number, string source)
    {
        var count = 0;
        foreach (var range in line.AsSpan().Split(','))
        {
            var text = line.AsSpan(range).Trim();
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            {
                throw ReferenceData.Wrong(source, $"line {number}, column {count}: a number was expected");
            }

            values.Add(value);
            count++;
        }

        if (count != columns)
        {
            throw ReferenceData.Wrong(source, $"line {number}: {columns} columns were expected, got {count}");
        }
    }
}
