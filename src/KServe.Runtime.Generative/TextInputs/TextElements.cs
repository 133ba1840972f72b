using System.Text;
using System.Text.Unicode;

namespace KServe.Runtime.Generative.TextInputs;

/// <summary>Reads the texts of a request, within their limits.</summary>
internal static class TextElements
{
    /// <exception cref="InferenceException">There are too many texts, or one is too long or no text.</exception>
    public static string[] Read(InferTensor tensor, TokenizerOptions options)
    {
        if (tensor.DataType != TensorDataType.BYTES)
        {
            throw InferenceException.InvalidArgument(
                $"input '{tensor.Name}' has datatype {tensor.DataType.GetName()}, expected BYTES: texts");
        }

        var count = tensor.Shape.GetElementCount();
        if (count > options.MaxTexts)
        {
            throw InferenceException.InvalidArgument(
                $"input '{tensor.Name}' has {count} texts, at most {options.MaxTexts} are allowed");
        }

        var texts = new string[count];
        var index = 0;
        foreach (var element in tensor.EnumerateBytes())
        {
            texts[index] = ReadText(element, tensor.Name, index, options.MaxTextBytes);
            index++;
        }

        return texts;
    }

    private static string ReadText(ReadOnlySpan<byte> utf8, string input, int index, int maxBytes)
    {
        if (utf8.Length > maxBytes)
        {
            throw InferenceException.InvalidArgument(
                $"input '{input}': element {index} has {utf8.Length} bytes, at most {maxBytes} are allowed");
        }

        return Utf8.IsValid(utf8)
            ? Encoding.UTF8.GetString(utf8)
            : throw InferenceException.InvalidArgument($"input '{input}': element {index} is not UTF-8");
    }
}
