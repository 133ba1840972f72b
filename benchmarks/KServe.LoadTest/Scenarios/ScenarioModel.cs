namespace KServe.LoadTest.Scenarios;

/// <summary>What a server computes in a scenario.</summary>
internal enum ScenarioModel
{
    /// <summary>The iris classifier, served under the name <c>iris</c>.</summary>
    Iris,

    /// <summary>Returns its inputs, served under the name <c>identity</c>.</summary>
    Identity,

    /// <summary>An ONNX model that computes for over a millisecond, served under the name <c>compute</c>.</summary>
    Compute,

    /// <summary>A predictor whose cost is mostly per call, served under the name <c>percall</c>.</summary>
    PerCall,
}
