namespace KServe.AspNetCore.Tests;

/// <summary>A V2 request with one binary FP32 tensor of shape [1,1000].</summary>
internal static class BinaryBody
{
    private const int TensorLength = 4000;

    public static int JsonLength => Json.Length;

    private static ReadOnlySpan<byte> Json =>
        """
        {"parameters":{"binary_data_output":true},"inputs":[{"name":"x","shape":[1,1000],"datatype":"FP32",
        "parameters":{"binary_data_size":4000}}]}
        """u8;

    public static byte[] Build() => [.. Json, .. new byte[TensorLength]];
}
