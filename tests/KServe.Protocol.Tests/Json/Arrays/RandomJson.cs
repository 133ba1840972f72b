using System.Globalization;
using System.Text;

namespace KServe.Protocol.Tests;

/// <summary>Writes numbers in every form that JSON has, and some that it has not.</summary>
internal sealed class RandomJson(Random random)
{
    private static readonly string[] Spaces = ["", "", "", " ", " ", "\n", "\t", "\r\n", "  ", "\n        "];

    private static readonly string[] Wrong =
    [
        "+1", "1.", ".5", "01", "-", "-01", "1e", "1e+", "NaN", "Infinity", "1..2", "1.2.3", "--1", "1-", "0x1", "1_0",
        "nul", "nulls", "True", "", "\"1\"", "\"a,]\"", "{}", "{\"a\":1}", "[]", "[1]", "1 2", "/**/1", "1e400",
        "1\u00001", "\u0001", "\u00b2", "1.e5", "1e5.", "e5", "00", "-.5", "1e1e1", "99999999999999999999999999e999",
    ];

    public string Space() => random.Next(4) == 0 ? Spaces[random.Next(Spaces.Length)] : "";

    public string WrongElement() => Wrong[random.Next(Wrong.Length)];

    public string Number() => random.Next(14) switch
    {
        0 => Text((float)Gauss()),
        1 => Text(Gauss()),
        2 => Text((double)(float)Gauss()),
        3 => Text(BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue))),
        4 => Text(BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue))),
        5 => random.Next(2) == 0 ? "-0" : "-0.0",
        6 => Subnormal(),
        7 => HalfwaySingle(),
        8 => Digits(random.Next(1, 26)) + "." + Raw(random.Next(1, 26)),
        9 => "0." + new string('0', random.Next(0, 30)) + Raw(random.Next(1, 22)),
        10 => Digits(random.Next(1, 4)) + "e" + random.Next(-70, 70).ToString(CultureInfo.InvariantCulture),
        11 => Digits(random.Next(1, 20)) + "." + Raw(random.Next(1, 5)) + "E+" + random.Next(0, 9),
        12 => Gauss().ToString("F4", CultureInfo.InvariantCulture),
        _ => (random.Next(2) == 0 ? "-" : "") + Digits(random.Next(1, 40)),
    };

    public string Integer(long min, ulong max) => random.Next(8) switch
    {
        0 => min.ToString(CultureInfo.InvariantCulture),
        1 => max.ToString(CultureInfo.InvariantCulture),
        2 => (min + 1).ToString(CultureInfo.InvariantCulture),
        3 => min < 0 ? "-0" : "0",
        _ => ((long)Math.Clamp(Gauss() * Math.Pow(10, random.Next(0, 19)), min, Math.Min(max, long.MaxValue / 2)))
            .ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Writes lists nested by a shape.</summary>
    public string Array(ReadOnlySpan<int> shape, Func<string> element)
    {
        var text = new StringBuilder();
        Append(text, shape, element);
        return text.ToString();
    }

    private static string Text(double value) =>
        double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "1.5";

    private static string Text(float value) =>
        float.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "2.5";

    private void Append(StringBuilder text, ReadOnlySpan<int> shape, Func<string> element)
    {
        text.Append('[').Append(Space());
        for (var i = 0; i < shape[0]; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(Space());
            if (shape.Length == 1)
            {
                text.Append(element());
            }
            else
            {
                Append(text, shape[1..], element);
            }

            text.Append(Space());
        }

        text.Append(']');
    }

    private double Gauss() =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private string Subnormal() => Text(random.Next(2) == 0
        ? BitConverter.Int32BitsToSingle(random.Next(1, 1 << 23))
        : BitConverter.Int64BitsToDouble(random.NextInt64(1, 1L << 52)));

    // the point between two floats, and its neighbours among doubles
    private string HalfwaySingle()
    {
        var lower = BitConverter.Int32BitsToSingle(random.Next(0x30000000, 0x4F000000));
        var half = BitConverter.DoubleToInt64Bits(((double)lower + MathF.BitIncrement(lower)) / 2);
        var value = BitConverter.Int64BitsToDouble(half + random.Next(-1, 2));
        return random.Next(2) == 0 ? Text(value) : ((decimal)value).ToString(CultureInfo.InvariantCulture);
    }

    private string Digits(int count) => count == 1 ? Raw(1) : random.Next(1, 10) + Raw(count - 1);

    private string Raw(int count)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            text.Append(random.Next(0, 10));
        }

        return text.ToString();
    }
}
