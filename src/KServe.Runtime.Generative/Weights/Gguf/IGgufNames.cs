namespace KServe.Runtime.Generative.Weights.Gguf;

/// <summary>Translates tensor names of GGUF to those of Hugging Face.</summary>
internal interface IGgufNames
{
    /// <summary>Gets the Hugging Face name, of all experts together with <c>{0}</c> for the expert.</summary>
    /// <returns>The name as it is where Hugging Face has no such tensor.</returns>
    string Translate(string name);
}
