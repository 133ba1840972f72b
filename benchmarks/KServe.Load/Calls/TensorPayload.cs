using System.Globalization;
using System.Runtime.InteropServices;

namespace KServe.Load.Calls;

/// <summary>The values of an FP32 tensor of shape [1, n] in all forms that the protocols use.</summary>
public sealed class TensorPayload
{
    /// <summary>Creates the values.</summary>
    /// <param name="length">How many there are.</param>
    public TensorPayload(int length)
    {
        var values = new float[length];
        for (var i = 0; i < length; i++)
        {
            // Halves print alike as FP32 and FP64, so that texts can be compared.
            values[i] = (i % 1024) + 0.5f;
        }

        Length = length;
        Raw = MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
        Json = string.Join(',', values.Select(static value => value.ToString("R", CultureInfo.InvariantCulture)));
    }

    /// <summary>Gets how many values there are.</summary>
    public int Length { get; }

    /// <summary>Gets the little-endian bytes.</summary>
    public byte[] Raw { get; }

    /// <summary>Gets the values as JSON, without brackets.</summary>
    public string Json { get; }
}
