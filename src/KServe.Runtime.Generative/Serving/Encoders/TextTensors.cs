using System.Text.Unicode;

namespace KServe.Runtime.Generative.Serving.Encoders;

/// <summary>Reads the texts of requests that are made of tensors.</summary>
internal static class TextTensors
{
    /// <summary>The most texts of a request.</summary>
    public const int MaxTexts = 4096;

    /// <summary>The name under which metadata tell of the texts.</summary>
    public const string InputName = "input-0";

    /// <summary>Reads the texts of the request's only input, whatever its name and shape.</summary>
    /// <exception cref="InferenceException">There is another number of inputs, or it holds no texts.</exception>
    public static string[] Read(InferRequest request)
    {
        if (request.Inputs.Count != 1)
        {
            throw InferenceException.InvalidArgument(
                $"expected 1 input, the texts, but got {request.Inputs.Count} for model '{request.ModelName}'");
        }

        var input = request.Inputs[0];
        if (input.DataType != TensorDataType.BYTES)
        {
            throw Wrong(input, $"holds {input.DataType.GetName()}, BYTES were expected: texts");
        }

        var count = input.Shape.GetElementCount();
        if (count is < 1 or > MaxTexts)
        {
            throw Wrong(input, $"holds {count} texts, from 1 to {MaxTexts} were expected");
        }

        var index = 0;
        foreach (var element in input.EnumerateBytes())
        {
            if (!Utf8.IsValid(element))
            {
                throw Wrong(input, $"element {index} is not UTF-8");
            }

            index++;
        }

        return input.ToStrings();
    }

    private static InferenceException Wrong(InferTensor input, string reason) =>
        InferenceException.InvalidArgument($"input '{input.Name}': {reason}");
}
