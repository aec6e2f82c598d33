/** True for `any` alone. */
type IsAny<T> = 0 extends 1 & T ? true : false

/** True where there is an `any` anywhere in a type that is made of objects, arrays and plain values. */
export type HoldsAny<T> =
  IsAny<T> extends true
    ? true
    : T extends readonly (infer Item)[]
      ? HoldsAny<Item>
      : T extends object
        ? true extends { [Key in keyof T]-?: HoldsAny<T[Key]> }[keyof T]
          ? true
          : false
        : false

type IsAssignable<From, To> = [From] extends [To] ? true : false

/** True where each type can stand for the other and neither holds an `any`, which could stand for everything. */
export type IsSame<One, Other> = true extends HoldsAny<One> | HoldsAny<Other>
  ? false
  : IsAssignable<One, Other> extends true
    ? IsAssignable<Other, One>
    : false

/** True where two records have the same keys and the same type under each of them. */
export type IsSameRecord<One, Other> =
  IsSame<keyof One, keyof Other> extends true
    ? false extends { [Key in keyof One]: Key extends keyof Other ? IsSame<One[Key], Other[Key]> : false }[keyof One]
      ? false
      : true
    : false
