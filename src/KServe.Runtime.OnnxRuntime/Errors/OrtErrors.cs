using Microsoft.ML.OnnxRuntime;

namespace KServe.Runtime.OnnxRuntime;

/// <summary>Turns failures of the native library into errors of the platform.</summary>
internal static class OrtErrors
{
    private const string KernelFailed = "Non-zero status code returned while running";
    private const string AllocationFailed = "Failed to allocate memory";

    /// <summary>Creates the error for a model file that cannot be loaded.</summary>
    public static InferenceException LoadFailed(string fileName, string reason, Exception? cause) => new(
        InferenceErrorCode.InvalidArgument,
        reason.Length == 0
            ? $"model file '{fileName}' could not be loaded"
            : $"model file '{fileName}' could not be loaded: {reason}",
        cause);

    /// <summary>Finds what the client can know of a failed run.</summary>
    /// <returns><see langword="null"/> when the client can do nothing about it.</returns>
    public static InferenceException? FromRun(OnnxRuntimeException error)
    {
        var message = error.Message;
        if (message.Contains(AllocationFailed, StringComparison.Ordinal))
        {
            return new InferenceException(
                InferenceErrorCode.ResourceExhausted,
                "the model needs more memory for these inputs than there is",
                error);
        }

        // On the processor, an operator fails because of the values or shapes it was given; a device fails by itself.
        var isOfInput = OrtErrorText.GetCode(message) is "InvalidArgument"
            || (message.Contains(KernelFailed, StringComparison.Ordinal) && !NamesDevice(message));
        return isOfInput
            ? new InferenceException(
                InferenceErrorCode.InvalidArgument, $"the inputs do not fit the model: {GetReason(message)}", error)
            : null;
    }

    private static string GetReason(string message)
    {
        // "... running MatMul node. Name:'x' Status Message: reason": the reason alone reads better, with its operator.
        const string Status = " Status Message: ";
        var text = OrtErrorText.Sanitize(message);
        var start = text.LastIndexOf(Status, StringComparison.Ordinal);
        var node = text.IndexOf(KernelFailed, StringComparison.Ordinal) is var index and >= 0
            ? text[(index + KernelFailed.Length)..].TrimStart().Split(' ', 2)[0]
            : "";
        var reason = start < 0 ? text : text[(start + Status.Length)..];
        return (node.Length, reason.Length) switch
        {
            (0, _) => reason,
            (_, 0) => $"operator {node} failed",
            _ => $"operator {node}: {reason}",
        };
    }

    private static bool NamesDevice(string message) =>
        message.Contains("CUDA", StringComparison.OrdinalIgnoreCase)
        || message.Contains("CUDNN", StringComparison.OrdinalIgnoreCase)
        || message.Contains("CUBLAS", StringComparison.OrdinalIgnoreCase)
        || message.Contains("TensorRT", StringComparison.OrdinalIgnoreCase)
        || message.Contains("HRESULT", StringComparison.Ordinal);
}
