using System.Globalization;
using System.Runtime.InteropServices;

namespace KServe.LoadTest.Scenarios;

/// <summary>Normally distributed FP32 values of a fixed seed in all forms that the protocols use.</summary>
internal sealed class NormalPayload
{
    private readonly float[] _values;

    /// <summary>Creates the values.</summary>
    /// <param name="length">How many there are.</param>
    public NormalPayload(int length)
    {
        var random = new Random(17);
        _values = new float[length];
        for (var i = 0; i < length; i++)
        {
            // Box and Muller: two uniform numbers make a normal one.
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            _values[i] = (float)(radius * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        Raw = MemoryMarshal.AsBytes(_values.AsSpan()).ToArray();
    }

    /// <summary>Gets how many values there are.</summary>
    public int Length => _values.Length;

    /// <summary>Gets the values.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Gets the little-endian bytes.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <summary>Writes the shortest texts that give the same FP32 values, as clients with FP32 send them.</summary>
    public string WriteShortest() =>
        string.Join(',', _values.Select(static value => value.ToString("R", CultureInfo.InvariantCulture)));

    /// <summary>Writes the values as FP64, as <c>numpy</c>'s <c>tolist</c> and Python's <c>json</c> do.</summary>
    public string WriteWidened() =>
        string.Join(',', _values.Select(static value => ((double)value).ToString("R", CultureInfo.InvariantCulture)));
}
