namespace KServe.Core.Tests.Pipeline;

public sealed class RequestValidatorTests
{
    private static readonly ModelSignature Multi3 = new()
    {
        Inputs =
        [
            new("INPUT0", TensorDataType.FP32, [-1, 8]),
            new("INPUT1", TensorDataType.FP32, [-1, 8]),
            new("INPUT2", TensorDataType.FP32, [-1, 8]),
            new("INPUT3", TensorDataType.FP32, [-1, 8]) { IsOptional = true },
        ],
        Outputs = [new("OUTPUT0", TensorDataType.FP32, [-1, 8])],
        MaxBatchSize = 4,
    };

    [Fact]
    public void Validate_NoInputs_NamesAllThatAreMissing()
    {
        var message = Rejects(NewRequest());
        Assert.Contains("between 3 and 4 inputs but got 0", message, StringComparison.Ordinal);
        Assert.Contains("'INPUT0', 'INPUT1', 'INPUT2'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_MissingText_OnlyWhereItIsTaken()
    {
        using var request = new InferRequest("m");
        request.Inputs.Add(BytesTensor.Rent(request.Pool, "city", [3], "rome", null, "oslo"));
        var error = Assert.Throws<InferenceException>(() => RequestValidator.Validate(ModelSignature.Empty, request));
        Assert.Equal("input 'city': element 1 is null, a text was expected", error.Message);
        RequestValidator.Validate(new ModelSignature { AcceptsMissingTexts = true }, request);
    }

    [Fact]
    public void Validate_InputsThatOnlyDescribe_TakesAnyForm() =>
        RequestValidator.Validate(Multi3 with { ChecksInputs = false, MaxBatchSize = 0 }, NewRequest("matrix"));

    [Fact]
    public void Validate_UnknownOrDuplicateInput_NamesIt()
    {
        Assert.Contains("'other'", Rejects(NewRequest("INPUT0", "INPUT1", "INPUT2", "other")), StringComparison.Ordinal);
        Assert.Contains("'INPUT0'", Rejects(NewRequest("INPUT0", "INPUT0")), StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_OptionalLeftOutOrGiven_Succeeds()
    {
        RequestValidator.Validate(Multi3, NewRequest("INPUT0", "INPUT1", "INPUT2"));
        RequestValidator.Validate(Multi3, NewRequest("INPUT0", "INPUT1", "INPUT2", "INPUT3"));
    }

    [Fact]
    public void Validate_WrongTypeOrShape_NamesFieldAndExpectation()
    {
        var wrongType = NewRequest("INPUT1", "INPUT2");
        wrongType.Inputs.Add(InferTensor.Create<int>("INPUT0", [1, 8], new int[8]));
        Assert.Contains("INT32, expected FP32", Rejects(wrongType), StringComparison.Ordinal);

        var wrongShape = NewRequest("INPUT1", "INPUT2");
        wrongShape.Inputs.Add(InferTensor.Create<float>("INPUT0", [1, 7], new float[7]));
        Assert.Contains("[1,7], expected [-1,8]", Rejects(wrongShape), StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_BatchTooLargeOrDifferent_IsRejected()
    {
        var different = NewRequest("INPUT1", "INPUT2");
        different.Inputs.Add(InferTensor.Create<float>("INPUT0", [2, 8], new float[16]));
        Assert.Contains("other inputs have 1", Rejects(different), StringComparison.Ordinal);

        var large = new InferRequest("m");
        foreach (var name in (string[])["INPUT0", "INPUT1", "INPUT2"])
        {
            large.Inputs.Add(InferTensor.Create<float>(name, [5, 8], new float[40]));
        }

        Assert.Contains("at most 4", Rejects(large), StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_UnknownOutput_IsRejected()
    {
        var request = NewRequest("INPUT0", "INPUT1", "INPUT2");
        request.Outputs.Add(new RequestedOutput("OUTPUT9"));
        Assert.Contains("'OUTPUT9'", Rejects(request), StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_EmptySignature_TakesAnything() =>
        RequestValidator.Validate(ModelSignature.Empty, NewRequest("a", "b"));

    private static string Rejects(InferRequest request)
    {
        var error = Assert.Throws<InferenceException>(() => RequestValidator.Validate(Multi3, request));
        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
        return error.Message;
    }

    private static InferRequest NewRequest(params string[] inputs)
    {
        var request = new InferRequest("m");
        foreach (var name in inputs)
        {
            request.Inputs.Add(InferTensor.Create<float>(name, [1, 8], new float[8]));
        }

        return request;
    }
}
