namespace KServe.Client.Tests;

/// <summary>Makes small requests.</summary>
internal static class Requests
{
    public static InferRequest Floats(params float[] values)
    {
        var request = new InferRequest("m") { Id = "7" };
        request.Inputs.Add(InferTensor.Create<float>("x", [values.Length], values));
        return request;
    }
}
