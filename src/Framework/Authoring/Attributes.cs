namespace IntegrationFramework;

/// <summary>Marks a class as an integration: the generator registers it together with the YAML that lies beside it.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class IntegrationAttribute : Attribute;

/// <summary>
/// Marks a type that constructors of integrations may ask for, such as a vendor's client. The generator calls its only public
/// constructor, whose own parameters are resolved by the same rules; one options record is taken from the integration's settings. One is
/// made for each attempt of a run; where it is <see cref="IAsyncDisposable"/> or <see cref="IDisposable"/>, it is disposed when the attempt ends.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ProvidedAttribute : Attribute;

/// <summary>
/// Says that constructors that ask for <typeparamref name="TService"/>, a type that can't be marked itself, such as <see cref="HttpClient"/>,
/// get a <typeparamref name="TProvided"/>. Put on the assembly that holds the latter.
/// </summary>
/// <typeparam name="TService">What constructors ask for.</typeparam>
/// <typeparam name="TProvided">A type marked <see cref="ProvidedAttribute"/>.</typeparam>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class ProvidesAttribute<TService, TProvided> : Attribute
    where TProvided : class, TService;
