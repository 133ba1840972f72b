namespace KServe.Protocol;

/// <summary>Names the ways in which tensors are written as JSON.</summary>
internal enum TensorTextStyle
{
    /// <summary>FP32 in its shortest form; bytes that are no text are an error.</summary>
    Strict,

    /// <summary>As <see cref="Strict"/>, with FP32 printed as the double it widens to.</summary>
    KServe,

    /// <summary>FP32 in its shortest form; bytes that are no text become an object with base 64.</summary>
    V1,
}
