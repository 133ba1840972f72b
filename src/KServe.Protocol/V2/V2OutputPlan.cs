namespace KServe.Protocol;

/// <summary>Decides which outputs are written, in which order and form, before the first byte is.</summary>
internal static class V2OutputPlan
{
    /// <summary>Gets the outputs to write and adds those that go binary to a list, in the same order.</summary>
    public static IList<InferTensor> Create(
        InferRequest request, InferResponse response, List<InferTensor> binaryOutputs)
    {
        binaryOutputs.Clear();
        var byDefault = request.HasParameters && GetFlag(request.Parameters, V2Names.BinaryDataOutput, false);
        var count = request.HasOutputs ? request.Outputs.Count : response.Outputs.Count;
        var outputs = request.HasOutputs ? new List<InferTensor>(count) : response.Outputs;
        for (var i = 0; i < count; i++)
        {
            var wanted = request.HasOutputs ? request.Outputs[i] : null;
            var output = wanted is null ? response.Outputs[i] : Find(response, wanted.Name, request.ModelName);
            if (wanted is not null)
            {
                outputs.Add(output);
            }

            if (wanted is { HasParameters: true }
                ? GetFlag(wanted.Parameters, V2Names.BinaryData, byDefault)
                : byDefault)
            {
                binaryOutputs.Add(output);
            }
            else if (output.DataType.IsBinaryOnly())
            {
                throw InferenceException.InvalidArgument(
                    $"Sending {output.DataType.GetName()} data via JSON is not supported. "
                    + $"Please use the binary data format for output {output.Name}");
            }
        }

        return outputs;
    }

    private static InferTensor Find(InferResponse response, string name, string model) =>
        response.FindOutput(name)
        ?? throw InferenceException.InvalidArgument(
            $"Unexpected inference output '{JsonErrors.Quote(name)}' for model '{model}'");

    private static bool GetFlag(InferParameters parameters, string name, bool otherwise) =>
        parameters.TryGet(name, out var flag) && flag.TryGetBool(out var value) ? value : otherwise;
}
