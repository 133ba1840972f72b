namespace KServe.PayloadLogging.Tests.Fakes;

internal static class Requests
{
    public static InferRequest New(params InferTensor[] inputs)
    {
        var request = new InferRequest("iris") { Protocol = InferenceProtocol.V2Rest };
        foreach (var input in inputs)
        {
            request.Inputs.Add(input);
        }

        return request;
    }

    public static InferResponse Answer(params InferTensor[] outputs) =>
        new(outputs) { ModelName = "iris", ModelVersion = "3" };
}
