using System.Buffers.Binary;
using System.Text;

namespace KServe.Runtime.Generative.Tests.Support;

/// <summary>Writes safetensors files, right ones and wrong ones.</summary>
internal static class SafetensorsBytes
{
    /// <summary>Writes a header, with its true length or another, and data behind it.</summary>
    public static byte[] Write(string header, int dataBytes, ulong? headerLength = null)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var file = new byte[8 + text.Length + dataBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(file, headerLength ?? (ulong)text.Length);
        text.CopyTo(file, 8);
        for (var i = 0; i < dataBytes; i++)
        {
            file[8 + text.Length + i] = (byte)i;
        }

        return file;
    }

    /// <summary>Writes the entry of a tensor.</summary>
    public static string Entry(string name, string type, string shape, string offsets) =>
        $$"""
        "{{name}}":{"dtype":"{{type}}","shape":[{{shape}}],"data_offsets":[{{offsets}}]}
        """;
}
