namespace KServe.Explainers;

/// <summary>Says which output of the model is explained.</summary>
/// <param name="Name">The output asked for; <see langword="null"/> for the first of numbers in the answer.</param>
/// <param name="Class">The position within a row's values; <see langword="null"/> for all.</param>
/// <param name="TakesTexts">Whether labels that are texts will do.</param>
internal sealed record OutputChoice(string? Name, int? Class, bool TakesTexts)
{
    /// <summary>Chooses by the client's parameters, then by the options, then by the signature.</summary>
    /// <exception cref="InferenceException">The model has no such output.</exception>
    public static OutputChoice Create(
        ExplainerOptions options,
        RequestParameters parameters,
        ModelSignature signature,
        bool takesTexts)
    {
        var name = parameters.GetText(ParameterNames.Output, options.Output);
        if (name is null)
        {
            name = FindDefault(signature);
        }
        else if (signature.Outputs.Count > 0 && signature.FindOutput(name) is null)
        {
            throw InferenceException.InvalidArgument($"the model has no output '{name}' to explain");
        }

        var index = parameters.GetInteger(ParameterNames.Class, options.Class ?? -1, -1, int.MaxValue);
        return new OutputChoice(name, index < 0 ? null : index, takesTexts);
    }

    /// <summary>Finds the output in a response.</summary>
    /// <exception cref="InferenceException">The response has no output that can be explained.</exception>
    public InferTensor Find(InferResponse response)
    {
        InferTensor? found = null;
        if (Name is not null)
        {
            // Servers of one output may give it a name of their own.
            found = response.FindOutput(Name) ?? (response.Outputs.Count == 1 ? response.Outputs[0] : null);
        }

        for (var i = 0; Name is null && i < response.Outputs.Count && !IsFloat(found); i++)
        {
            var output = response.Outputs[i];
            found = found is null || IsFloat(output) ? output : found;
        }

        return found is not null && (TakesTexts || found.DataType != TensorDataType.BYTES)
            ? found
            : throw InferenceException.InvalidArgument(
                $"output '{Name ?? found?.Name}' holds no numbers to explain: name another by the parameter 'output'");
    }

    private static bool IsFloat(InferTensor? tensor) => tensor is not null && TensorNumbers.IsFloat(tensor.DataType);

    private static string? FindDefault(ModelSignature signature)
    {
        foreach (var output in signature.Outputs)
        {
            if (TensorNumbers.IsFloat(output.DataType))
            {
                return output.Name;
            }
        }

        return signature.Outputs.Count > 0 ? signature.Outputs[0].Name : null;
    }
}
