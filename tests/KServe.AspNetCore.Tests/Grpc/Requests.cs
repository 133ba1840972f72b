using Google.Protobuf;
using KServe.Protocol.Tests.Grpc.Generated;

namespace KServe.AspNetCore.Tests.Grpc;

/// <summary>Requests that many tests send.</summary>
internal static class Requests
{
    public static ModelInferRequest Raw(string model = "m", params int[] values)
    {
        var input = new ModelInferRequest.Types.InferInputTensor
        {
            Name = "x",
            Datatype = "INT32",
            Shape = { values.Length },
        };
        return new ModelInferRequest
        {
            ModelName = model,
            Id = "7",
            Inputs = { input },
            RawInputContents = { ByteString.CopyFrom([.. values.SelectMany(BitConverter.GetBytes)]) },
        };
    }

    public static ModelInferRequest Typed(string model = "m", params int[] values)
    {
        var request = Raw(model, values);
        request.RawInputContents.Clear();
        request.Inputs[0].Contents = new InferTensorContents { IntContents = { values } };
        return request;
    }
}
