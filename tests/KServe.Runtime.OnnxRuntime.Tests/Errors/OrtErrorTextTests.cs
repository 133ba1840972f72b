namespace KServe.Runtime.OnnxRuntime.Tests;

public sealed class OrtErrorTextTests
{
    [Theory]
    [InlineData(
        "[ErrorCode:Fail] Load model from /srv/a b/m.onnx failed:/onnxruntime_src/core/graph/model.cc:177 "
        + "onnxruntime::Model::Model(onnx::ModelProto&&, const std::map<int, int>&) ModelProto does not have a graph.",
        "ModelProto does not have a graph")]
    [InlineData(
        "[ErrorCode:Fail] Exception during initialization: /onnxruntime_src/core/common/safeint.h:17 "
        + "static void Handler<onnxruntime::OnnxRuntimeException>::SafeIntOnOverflow() Integer overflow",
        "Exception during initialization: Integer overflow")]
    [InlineData(
        "[ErrorCode:Fail] /onnxruntime_src/a/b.h:1 T n::C<I>::Run(int) const [with T = int; I = int[2]] was false. Why",
        "was false. Why")]
    [InlineData(
        "[ErrorCode:Fail] tensorprotoutils.cc:453 Validate External data path does not exist: \"/srv/x/weights.bin\"",
        "External data path does not exist: \"weights.bin\"")]
    [InlineData(
        "[ErrorCode:Fail] D:\\a\\_work\\1\\s\\core\\graph\\model.cc:177 onnxruntime::Model::Model It has no graph.",
        "It has no graph")]
    [InlineData(
        "[ErrorCode:Fail] cannot open C:\\Users\\me\\m.bin or \\\\host\\share\\n.bin",
        "cannot open m.bin or n.bin")]
    [InlineData("[ErrorCode:Fail] line\r\n  two\0\u001b[31m", "line two [31m")]
    [InlineData(
        "[ErrorCode:Fail] Fatal error: com.example.custom:Relu(-1) is not registered",
        "Fatal error: com.example.custom:Relu(-1) is not registered")]
    public void Sanitize_NativeText_KeepsTheReasonAlone(string message, string expected) =>
        Assert.Equal(expected, OrtErrorText.Sanitize(message));

    [Fact]
    public void Sanitize_LongText_IsCut()
    {
        var text = OrtErrorText.Sanitize(new string('x', 100_000));

        Assert.Equal(403, text.Length);
    }

    [Fact(Timeout = 30_000)]
    public Task Sanitize_HostileTexts_StaysQuick() => Task.Run(static () =>
    {
        string[] parts = ["/", "a/", "a::", "(", "[ErrorCode:", "x.cc:1 ", "\\\\", "Load model from ", "<<*&"];
        foreach (var part in parts)
        {
            var message = string.Concat(Enumerable.Repeat(part, 10_000));
            Assert.InRange(OrtErrorText.Sanitize(message).Length, 0, 403);
        }
    });

    [Theory]
    [InlineData("[ErrorCode:InvalidArgument] x", "InvalidArgument")]
    [InlineData("x", "")]
    public void GetCode_Message_FindsTheCode(string message, string expected) =>
        Assert.Equal(expected, OrtErrorText.GetCode(message).ToString());
}
